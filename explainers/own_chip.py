# %% [markdown] lang="en"
# ---
# title: Your own chip
# description: A blank bench with every calculator imported. Put in a chip of your own, on any day, for any destination, and see what the law says.
# ---
#
# # Your own chip
#
# A blank bench. Everything the site knows is imported in the first cell; the others are yours. Figures are written with their units, and
# what you leave out counts as unknown, not as nothing. Start from a chip that exists, or from none.

# %% [markdown] lang="zh-Hant"
# ---
# title: 你自己的晶片
# description: 一張空工作桌，所有試算都已備妥。放上你自己的晶片，任選日期與目的地，看法規怎麼說。
# ---
#
# # 你自己的晶片
#
# 一張空工作桌。本站知道的一切，都在第一格匯入；其餘各格由你使用。數字要連單位一起寫；沒寫的視為未知，不當作零。可以從現成的晶片改，也可以從頭來。

# %%
from decimal import Decimal
from fractions import Fraction

from calculators import *
from calculators.cells import ask, chart, check, table
from calculators.entry import calculators

calculators()

# %% [markdown] lang="en"
# ## A chip from specs

# %% [markdown] lang="zh-Hant"
# ## 從規格造一顆晶片

# %%
specs = {
    "fp8": "296 TFLOPS",
    "fp16": "148 TFLOPS",
    "die_area": "814 mm²",
    "non_planar": "yes",
    "memory_bandwidth": "1.3 TB/s",
    "interconnect": "900 GB/s",
    "pcie": "128 GB/s",
}
mine = chip_from(specs)
metrics(mine)

# %% [markdown] lang="en"
# ## What the law says of it
#
# This one is an H20 whose memory is slower. Under the rule of 2023 it passes [as the H20 does]{{ c027 }}; the letters of April 2025 look
# at [memory and links]{{ c041 }} as well. They bind only the firms that got them, and nobody has said who makes this chip: so the answer
# is unknown, and says what is missing.

# %% [markdown] lang="zh-Hant"
# ## 法規怎麼說
#
# 這顆是記憶體變慢的H20。照2023年的規則，它[和H20一樣過關]{{ c027 }}；2025年4月的通知函，還要看[記憶體與連線]{{ c041 }}。通知函只約束收信的公司，而沒有人說這顆晶片是誰做的，所以答案是「未知」，並指出缺什麼。

# %%
assess(mine, on="2025-06-01", to="CN")

# %%
history("nvidia-h800-sxm", to="CN")

# %% [markdown] lang="en"
# ## Any calculator, by its name
#
# `ask` takes the fields of a calculator's form. A wrong name or unit is answered with the nearest right one.

# %% [markdown] lang="zh-Hant"
# ## 任何一個試算，叫名字就行
#
# `ask`收的就是試算表單的欄位；名稱或單位寫錯，會告訴你最接近的寫法。

# %%
ask("roofline", chip="nvidia-h20", against="nvidia-h100-sxm")

# %% [markdown] lang="en"
# ## Your turn
#
# Raise the H20's FP8 rate, and nothing else, until a licence is needed on 1 December 2023. Which rate, in TFLOPS, is the first that the
# rule catches?

# %% [markdown] lang="zh-Hant"
# ## 換你算
#
# 只把H20的FP8算力往上調，其餘不動，到2023年12月1日那天需要許可為止。規則管到的第一個算力，是多少TFLOPS？

# %%
answer = "?"


def caught(tflops):
    chip = chip_from({"fp8": f"{float(tflops):.4f} TFLOPS"}, "nvidia-h20")
    return assess(chip, on="2023-12-01", to="CN").licence != "not required"


check(answer, lambda tflops: caught(tflops) and not caught(tflops * 999 / 1000))

# %% [markdown] lang="en"
# The library can find that limit by itself: try `largest("fp8", "oct-2023", chip="nvidia-h20")`, or read
# [what it does](../calculators/largest_spec.md).

# %% [markdown] lang="zh-Hant"
# 其實程式庫自己找得出來：試試`largest("fp8", "oct-2023", chip="nvidia-h20")`，或看[它怎麼找](../calculators/largest_spec.md)。
