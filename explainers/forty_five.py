# %% [markdown] lang="en"
# ---
# title: Forty-five H100 in one GB300?
# description: A system of seventy-two chips, set against one; dense against sparse; four bits against eight. How a factor of five becomes forty-five.
# ---
#
# # Forty-five H100 in one GB300?
#
# [One GB300 is worth about 45 H100]{{ c078 }}, says the essay. Factors like that don't fall from the sky. Somebody divided one figure by
# another. Let us look for the two.

# %% [markdown] lang="zh-Hant"
# ---
# title: 一顆GB300抵45顆H100？
# description: 七十二顆的系統對一顆，稀疏對密集，四位元對八位元：五倍怎麼變成四十五倍。
# ---
#
# # 一顆GB300抵45顆H100？
#
# 原文說，[一顆GB300約等於45顆H100]{{ c078 }}。這種倍數不會從天上掉下來，總是有人拿一個數字除以另一個。把那兩個數字找出來。

# %%
from fractions import Fraction

from calculators import load_chip
from calculators.cells import ask, check, table

ask("equivalents", chip="nvidia-gb300-gpu", against="nvidia-h100-sxm")

# %% [markdown] lang="en"
# ## Chip for chip, format for format
#
# Divided like by like, the newer chip is a few times the older one, and in no line is it forty-five times. “Not known” means that one
# of the two doesn't offer the format: the H100 has no FP4.
#
# ## Unlike by unlike
#
# Now let the numerator be counted with sparsity, which doubles it, and in a shorter format.

# %% [markdown] lang="zh-Hant"
# ## 同格式、一顆對一顆
#
# 同類相除，新晶片是舊晶片的幾倍，沒有一列到得了四十五倍。「未知」表示其中一方沒有這種格式：H100沒有FP4。
#
# ## 不同類相除
#
# 現在讓分子用稀疏值，先加倍，再換成更短的格式。

# %%
new, old = load_chip("nvidia-gb300-gpu"), load_chip("nvidia-h100-sxm")
table(
    {"above": one, "below": two, "dense": times, "sparse-by-dense": 2 * times}
    for one, two in (("fp8", "fp8"), ("bf16", "bf16"), ("fp4", "fp8"), ("fp4", "bf16"))
    for times in [Fraction(new.value(one)) / Fraction(old.value(two))]
)

# %% [markdown] lang="en"
# Mixing formats and sparsity brings the quotient a long way up, and still not there. Counting *systems* does the rest. Nobody has said
# where the 45 comes from; one quotient that fits is a rack of 72 chips of the generation before, the GB200, with sparsity at four bits,
# over a server of eight H100 at eight bits.

# %% [markdown] lang="zh-Hant"
# 格式混用，再加稀疏，倍數拉高不少，還是不到。剩下的靠「系統」補足。沒有人說過45從哪裡來；有一個商對得上：上一代GB200的72顆機櫃，取四位元稀疏值，除以八顆H100的伺服器，取八位元。

# %%
rack = 72 * 2 * Fraction(load_chip("nvidia-gb200-gpu").value("fp4"))
server = 8 * 2 * Fraction(old.value("fp8"))
rack / server

# %% [markdown] lang="en"
# ## Your turn
#
# How many H100 does it take to match the memory bandwidth of *one* GB300 GPU? For writing answers that is [the figure that
# counts](faster_than_it_reads.py).

# %% [markdown] lang="zh-Hant"
# ## 換你算
#
# 一顆GB300 GPU的記憶體頻寬，要幾顆H100才抵得過？寫回答時，[看的就是這個數字](faster_than_it_reads.py)。

# %%
answer = "?"

check(answer, ask("equivalents", chip="nvidia-gb300-gpu")["memory-bandwidth"].value)

# %% [markdown] lang="en"
# The rest of that sentence in the essay, [when the GB300 went into production]{{ c077 }}, is a date and not a quotient. The chapter:
# [Generations, languages, wafers](../story/09-generations-languages-wafers.md).

# %% [markdown] lang="zh-Hant"
# 原文那句話的另一半，[GB300何時量產]{{ c077 }}，問的是日期，不是倍數。延伸閱讀：〈[世代、語言、晶圓：差距是真，倍數有錯](../story/09-generations-languages-wafers.md)〉。
