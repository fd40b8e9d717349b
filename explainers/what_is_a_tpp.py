# %% [markdown] lang="en"
# ---
# title: What is a TPP?
# description: Total processing performance, the one figure that export rules on chips hang on, worked out from a datasheet in six lines.
# ---
#
# # What is a TPP?
#
# A datasheet gives a chip a dozen speeds. The law wants one. It takes every rate at which the chip multiplies, times the length of
# the numbers that go in, and keeps the highest product: the *total processing performance*, TPP. Since October 2023 most of what
# the United States says about AI chips starts from that figure.
#
# $$\text{TPP} = \max_{\text{format}} \left( \text{dense rate in TOPS} \times \text{bits of an input} \right)$$
#
# Nothing below is typed in from elsewhere. The rates come from the chip's file with their sources, and the sums run in your browser
# once you press **Run**.

# %% [markdown] lang="zh-Hant"
# ---
# title: 什麼是TPP？
# description: 總處理效能是晶片出口規則最倚重的一個數字。這裡從規格表出發，六行程式把它算出來。
# ---
#
# # 什麼是TPP？
#
# 一張規格表，會列出一打速度；法規只要一個。它把晶片每一種乘法的速度，乘上輸入數字的位元長度，留下最大的那個積，叫做「總處理效能」，英文縮寫TPP。2023年10月以來，美國對AI晶片的規定，多半從這個數字講起。
#
# $$\text{TPP} = \max_{\text{格式}} \left( \text{密集算力（TOPS）} \times \text{輸入的位元數} \right)$$
#
# 下面沒有一個數字是另外打進去的：速度取自晶片的資料檔，附有出處；按下**執行**，算式就在你的瀏覽器裡跑。

# %%
from fractions import Fraction

from calculators import load_chip, metrics, quantity
from calculators.cells import check, table

h20 = load_chip("nvidia-h20")
table(
    {"format": key, "rate": quantity(h20.value(key), "TOPS")} for key in ("int8", "fp8", "fp16", "bf16", "tf32", "fp64")
)

# %% [markdown] lang="en"
# ## The longest number need not win
#
# Halve the length of a number and the same silicon usually multiplies twice as many of them. So rate times length tends to come out
# level, and no format offers a way round the rule. Here are the products. Integer and floating formats count alike.

# %% [markdown] lang="zh-Hant"
# ## 位元長的不一定贏
#
# 數字的長度減半，同一塊矽通常能多乘一倍。速度乘以長度，結果往往打平，換哪一種格式都繞不過規則。以下就是各個乘積，整數與浮點一視同仁。

# %%
bits = {"int8": 8, "fp8": 8, "fp16": 16, "bf16": 16, "tf32": 32, "fp64": 64}
products = {key: Fraction(h20.value(key)) * width for key, width in bits.items()}
table({"format": key, "bits": bits[key], "tpp": product} for key, product in products.items())

# %% [markdown] lang="en"
# The highest is the chip's TPP. The library finds the same, and shows which format it took it from.

# %% [markdown] lang="zh-Hant"
# 最大的一個就是這顆晶片的TPP。程式庫算出來的也是同一個數。

# %%
tpp = metrics(h20)["tpp"]
print(max(products.values()) == tpp.value)
tpp

# %% [markdown] lang="en"
# ## Units keep the sum honest
#
# A rate is in operations a second, a length in bits. Multiplied, they give operations times bits a second, and one TPP is 10¹² of
# those. Try to add what can't be added, say `quantity(296, "TFLOPS") + quantity(8, "bit")`, and the cell will tell you so.

# %% [markdown] lang="zh-Hant"
# ## 單位替算式把關
#
# 速度的單位是每秒運算次數，長度的單位是位元；相乘得到每秒「運算次數乘位元」，其中10¹²個就是1 TPP。試著把不能加的東西加在一起，例如`quantity(296, "TFLOPS") + quantity(8, "bit")`，這一格會告訴你為什麼不行。

# %%
(quantity(296, "TFLOPS") * quantity(8, "bit")).to("TPP")

# %% [markdown] lang="en"
# ## One line, many chips
#
# The rule of October 2023 draws its upper line at [4,800 TPP]{{ c024 }}. Its text says that a rate counts without sparsity, as if
# every number in the matrix were there. Datasheets like to print the other figure, twice as large.

# %% [markdown] lang="zh-Hant"
# ## 一條線，許多晶片
#
# 2023年10月的規則，上面那條線畫在[4,800 TPP]{{ c024 }}。條文規定速度要以密集運算計，也就是矩陣裡每個數都算數；規格表偏愛印的，是大一倍的稀疏值。

# %%
rows = []
for name in (
    "nvidia-a100-sxm-40gb",
    "nvidia-h100-sxm",
    "nvidia-h800-sxm",
    "nvidia-h20",
    "amd-mi300x",
    "nvidia-rtx-4090",
):
    chip = load_chip(name)
    value = metrics(chip)["tpp"].value
    rows.append({"chip": chip, "tpp": value, "share": value / 4800})
table(rows)

# %% [markdown] lang="en"
# ## Your turn
#
# A maker wants to stay below 2,400 TPP, where the lower tier of the rule begins, and to lose no more than it must. Its chip is fastest at
# FP4. How many dense FP4 TFLOPS may it offer? Put your answer where the question mark stands, and run the cell.

# %% [markdown] lang="zh-Hant"
# ## 換你算
#
# 一家廠商想壓在2,400 TPP以下，也就是規則下層門檻之前，又不想多犧牲一分。它的晶片以FP4最快，密集算力可以做到多少TFLOPS？把問號換成你的答案，再執行。

# %%
answer = "?"

check(answer, lambda tflops: tflops > 590 and tflops * 4 < 2400)

# %% [markdown] lang="en"
# Anything just below 600 TFLOPS will do, and 600 itself won't: the clause catches what is *at* its limit. That is why chips are drawn a
# few points short of a line: the H20, which [passes in full]{{ c027 }}, does so by [thirty-two](../story/05-thirty-two-points.md).
#
# Next: the chapter [The line at 4,800](../story/04-the-line-at-4800.md).

# %% [markdown] lang="zh-Hant"
# 略低於600 TFLOPS就行，600本身不行：條款連「剛好等於」也管。所以設計晶片的人總會留幾分餘地，[完全合格]{{ c027 }}的H20，只比線低[32 TPP](../story/05-thirty-two-points.md)。
#
# 接著讀〈[4,800這條線，2023年就畫下](../story/04-the-line-at-4800.md)〉。
