# %% [markdown] lang="en"
# ---
# title: Density, and why 370 GFLOPS per mm² is half the truth
# description: The second axis of the export rule, computed. Where the essay's 370 comes from, and which chips it sorts wrongly.
# ---
#
# # Density, and why 370 GFLOPS per mm² is half the truth
#
# A limit on the whole chip has a way round it: cut the work into small chips and join them. So the rule of October 2023 has a second
# axis, TPP divided by the area of the logic dies. The essay tells it as [370 GFLOPS a square millimetre]{{ c023 }}, with
# [300 TFLOPS in all]{{ c024 }}. Both figures are the law's, divided by sixteen.
#
# $$\text{performance density} = \frac{\text{TPP}}{\text{area of the logic dies in mm²}}$$

# %% [markdown] lang="zh-Hant"
# ---
# title: 效能密度：每平方毫米370 GFLOPS，只說對一半
# description: 出口規則的第二條軸，當場算給你看：原文的370從哪裡來，又會分錯哪些晶片。
# ---
#
# # 效能密度：每平方毫米370 GFLOPS，只說對一半
#
# 只管整顆晶片的總量，就有繞路的辦法：拆成幾顆小的，再連起來。所以2023年10月的規則加了第二條軸，把TPP除以邏輯裸晶的面積。原文寫的是[每平方毫米370 GFLOPS]{{ c023 }}，外加[總算力300 TFLOPS]{{ c024 }}。這兩個數字都是法規的數字除以十六。
#
# $$\text{效能密度} = \frac{\text{TPP}}{\text{邏輯裸晶面積（mm²）}}$$

# %%
from fractions import Fraction

from calculators import assess, chip_from, load_chip, metrics, quantity
from calculators.cells import check, table

law = quantity(Fraction("5.92"), "TPP/mm^2")
(law / quantity(16, "bit")).to("GFLOPS/mm^2"), (quantity(4800, "TPP") / quantity(16, "bit")).to("TFLOPS")

# %% [markdown] lang="en"
# ## Divided by what?
#
# Sixteen bits is one format of several. At eight bits the same law allows twice the rate, at four bits four times. A figure in GFLOPS
# without its format is a distance without its unit.

# %% [markdown] lang="zh-Hant"
# ## 除以多少？
#
# 十六位元只是其中一種格式。換成八位元，同一條法規容許的速度加倍；四位元，是四倍。只寫GFLOPS而不寫格式，就像只寫距離而不寫單位。

# %%
table({"bits": bits, "rate": (law / quantity(bits, "bit")).to("GFLOPS/mm^2")} for bits in (16, 8, 4))

# %% [markdown] lang="en"
# ## One limit or four
#
# The essay says that [meeting either limit is enough]{{ c025 }}. The rule pairs them: a density counts only from a certain total
# upwards. Set the essay's reading beside the law's, on the day on which the rule took effect.

# %% [markdown] lang="zh-Hant"
# ## 一道門檻，還是四項條款
#
# 原文說[碰到一道就不能出口]{{ c025 }}。法規卻是兩兩搭配：總量到了某個數，密度才算數。把原文的讀法與法規的判定擺在一起，日期取規則生效那一天。


# %%
def as_told(chip):
    """Either limit of the essay, at sixteen bits."""
    found = metrics(chip)
    rate, density = found["told_rate"].value, found["told_density"].value
    return rate >= 300 or density >= 370


tiny = chip_from({"fp16": "50 TFLOPS", "die_area": "100 mm²", "non_planar": "yes"})
chips = [load_chip(name) for name in ("nvidia-h800-sxm", "nvidia-h20", "nvidia-l4", "nvidia-a30", "nvidia-l20")] + [
    tiny
]
rows = []
for chip in chips:
    found = metrics(chip)
    measured = {name: found[name] for name in ("tpp", "performance_density")}
    verdict = assess(chip, on="2023-11-17", to="CN")
    rows.append({"chip": chip, **measured, "told": as_told(chip), "outcome": verdict})
table(rows)

# %% [markdown] lang="en"
# Two rows part. The last one, a small dense chip of our own making, is over the essay's density and free: its total is too small for
# the clause to look at its density at all. The A30 is under both of the essay's limits and controlled, with an exception to be had, by
# the lower tier of which the essay says nothing. On [the H800]{{ c026 }} and [the H20]{{ c027 }} essay and law agree.

# %% [markdown] lang="zh-Hant"
# 有兩列對不上。最後一列是我們虛構的小晶片，密度超過原文的門檻，卻不受管制：總量太小，條款根本不看它的密度。A30兩道門檻都沒碰到，卻受管制（有例外可用），抓住它的是原文沒提的下層門檻。至於[H800]{{ c026 }}與[H20]{{ c027 }}，原文與法規的結論一致。

# %% [markdown] lang="en"
# ## Your turn
#
# A chip of 2,000 TPP wants to stay clear of the clause that begins at 1,600 TPP and a density of 5.92. How large must its logic dies be
# at least, in mm²? To be at the limit is to be caught.

# %% [markdown] lang="zh-Hant"
# ## 換你算
#
# 一顆2,000 TPP的晶片，想避開「1,600 TPP以上、密度5.92以上」那一款。邏輯裸晶的面積至少要多少平方毫米？別忘了，剛好等於也算。

# %%
answer = "?"

check(answer, lambda area: 2000 / area < Fraction("5.92") and area < 340)

# %% [markdown] lang="en"
# Area is paid for in wafers, so a maker who has to thin a chip out pays for silicon that does nothing. The H20 is drawn that way:
# compare its area with [its TPP](what_is_a_tpp.py). The chapter: [The line at 4,800](../story/04-the-line-at-4800.md).

# %% [markdown] lang="zh-Hant"
# 面積是用晶圓買來的。為了降低密度而把晶片做大，等於替不做事的矽付錢；H20就是這樣設計的，可以拿它的面積與[它的TPP](what_is_a_tpp.py)相比。延伸閱讀：〈[4,800這條線，2023年就畫下](../story/04-the-line-at-4800.md)〉。
