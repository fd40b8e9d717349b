# %% [markdown] lang="en"
# ---
# title: Drawing a chip to the line
# description: Put yourself in the place of a designer under the rule of October 2023, and find out why the H20 looks as it does.
# ---
#
# # Drawing a chip to the line
#
# You design chips for a market with a rule. The rule looks at the whole chip's TPP and at its density; it does not look at memory. Which chip
# do you draw? Nvidia's answer was the H20. Let us see whether there was a better one.

# %% [markdown] lang="zh-Hant"
# ---
# title: 貼著線畫晶片
# description: 站在設計者的位置，面對2023年10月的規則，看H20為什麼長成這樣。
# ---
#
# # 貼著線畫晶片
#
# 假設你替一個有規則的市場設計晶片。規則看整顆晶片的TPP與效能密度，不看記憶體。你會畫出什麼樣的晶片？輝達的答案是H20。來看看有沒有更好的。

# %%
from fractions import Fraction

from calculators import largest, load_chip, metrics
from calculators.cells import ask, chart, check, table

h20 = metrics(load_chip("nvidia-h20"))
{name: h20[name] for name in ("tpp", "performance_density", "memory_bandwidth")}

# %% [markdown] lang="en"
# ## How much may a die of this size compute?
#
# `largest` solves the rule for one figure, all others fixed: here the TPP, for dies of different sizes.

# %% [markdown] lang="zh-Hant"
# ## 這麼大的裸晶，最多能算多少
#
# `largest`固定其他數字，替其中一個求解：這裡求的是不同面積的裸晶，TPP最多到哪裡。


# %%
def most(area):
    """The last whole TPP that passes the rule of October 2023, for so many mm²."""
    return largest("tpp", "oct-2023", given={"die_area": f"{area} mm²"}, chip="nvidia-h20").value


table({"die_area": area, "tpp": most(area)} for area in (100, 300, 500, 600, 740, 750, 814, 1000, 1500, 1600, 2000))

# %%
chart(({"die_area": area, "tpp": most(area)} for area in range(50, 2001, 50)), x="die_area", y="tpp")

# %% [markdown] lang="en"
# Three stretches. Below 500 mm² the total is held under 1,600, whatever the size. Then the density clause lets the total grow with the area,
# up to 750 mm². Then 2,400 holds it again. A designer who wants to compute stops near the second bend, and a square millimetre beyond it
# is thrown away. The H20's 814 mm², the same as the H100's, stand a little behind that bend.

# %% [markdown] lang="zh-Hant"
# 分成三段：500 mm²以下，不論大小，總量都壓在1,600之內；接著效能密度那一款讓總量隨面積增加，直到750 mm²；之後又被2,400擋住。想多算一點，面積到第二個彎附近就該停，再大都是白費。H20的814 mm²與H100相同，就站在這個彎後面一點。

# %% [markdown] lang="en"
# ## And what is it good for?
#
# The calculator takes the same limit further: tokens read, tokens written.

# %% [markdown] lang="zh-Hant"
# ## 那麼，這顆晶片擅長什麼
#
# 試算把同一個上限再往下推：每秒讀入多少詞元、寫出多少詞元。

# %%
ask("design_a_chip", instrument="oct-2023", die_area="814 mm²", memory_bandwidth="4 TB/s")

# %%
rows = []
for area in ("500 mm²", "750 mm²", "2000 mm²"):
    for bandwidth in ("1 TB/s", "4 TB/s", "8 TB/s"):
        found = ask("design_a_chip", die_area=area, memory_bandwidth=bandwidth)
        rows.append({"area": area, "bandwidth": bandwidth, "read": found["read"], "write": found["write"]})
table(rows)

# %% [markdown] lang="en"
# Reading follows the area and writing follows the memory, and neither asks for the other. The rule [left bandwidth alone]{{ c032 }}, so
# writing could be bought without limit: [a memory faster than the H100's]{{ c034 }} on a chip that computes [a seventh]{{ c030 }} of it.
#
# Then the letters of April 2025 put [limits on memory and links]{{ c041 }}. Ask for the same chip under them, and there is nothing left to
# draw.

# %% [markdown] lang="zh-Hant"
# 讀的速度跟著面積走，寫的速度跟著記憶體走，兩不相干。規則[沒有限制頻寬]{{ c032 }}，寫的速度於是可以一直買上去：算力只有H100[七分之一]{{ c030 }}的晶片，配上[比H100還快的記憶體]{{ c034 }}。
#
# 後來2025年4月的通知函替[記憶體與連線設了限]{{ c041 }}。同一顆晶片拿到通知函底下再問一次，已經沒有可畫的了。

# %%
found = largest("tpp", "is-informed-2025", chip="nvidia-h20")
print(found.state)
slower = largest("memory_bandwidth", "is-informed-2025", chip="nvidia-h20")
slower

# %% [markdown] lang="en"
# ## Your turn
#
# Under the rule of October 2023, how large must a chip's dies be at least, in mm², for it to have 3,000 TPP and pass? (The clause that begins
# at 2,400 TPP asks for a density of 1.6 or more.)

# %% [markdown] lang="zh-Hant"
# ## 換你算
#
# 在2023年10月的規則之下，一顆3,000 TPP的晶片要過關，邏輯裸晶至少要多少平方毫米？（2,400 TPP起的那一款，效能密度1.6以上才管。）

# %%
answer = "?"

check(answer, lambda area: most(float(area)) >= 3000 and area < 1900)

# %% [markdown] lang="en"
# More than two dies of the largest size that can be printed, for a chip a fifth as fast as an H100. [The calculator](../calculators/design_a_chip.md)
# has the curve; the chapter is [Thirty-two points](../story/05-thirty-two-points.md).

# %% [markdown] lang="zh-Hant"
# 要用掉兩顆多印得出的最大裸晶，換來的算力還不到H100的五分之一。曲線在[試算](../calculators/design_a_chip.md)裡，延伸閱讀：〈[只差32：規則量算力，不量頻寬](../story/05-thirty-two-points.md)〉。
