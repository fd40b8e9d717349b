# %% [markdown] lang="en"
# ---
# title: Why the H20 answers faster than it reads
# description: A seventh of the arithmetic and more memory bandwidth than an H100. The roofline, computed for reading a prompt and writing an answer.
# ---
#
# # Why the H20 answers faster than it reads
#
# The H20 has [less than 15% of the H100's computing power]{{ c030 }} and [more memory bandwidth]{{ c034 }}. Both are true, and a
# language model uses the two at different moments. Reading a prompt is arithmetic; writing an answer is traffic.

# %% [markdown] lang="zh-Hant"
# ---
# title: 為什麼H20答得比讀得快
# description: 算力只有H100的七分之一，記憶體頻寬卻更高。用roofline模型，分別算讀提示與寫回答。
# ---
#
# # 為什麼H20答得比讀得快
#
# H20的[算力不到H100的15%]{{ c030 }}，[記憶體頻寬卻更高]{{ c034 }}。兩句話都對，語言模型在不同時刻用到不同的一邊：讀提示靠運算，寫回答靠搬資料。

# %%
from calculators import load_chip, quantity
from calculators.cells import ask, chart, check, table

rows = []
for id in ("nvidia-h20", "nvidia-h100-sxm"):
    chip = load_chip(id)
    rate, bandwidth = quantity(chip.value("bf16"), "TFLOPS"), quantity(chip.value("memory_bandwidth"), "GB/s")
    rows.append({"chip": chip, "bf16": rate, "memory_bandwidth": bandwidth, "ridge": (rate / bandwidth).to("FLOP/B")})
table(rows)

# %% [markdown] lang="en"
# ## The ridge
#
# That quotient is the chip's ridge point: so many operations it can do while one byte comes in from memory. Work that does more with
# each byte is held up by arithmetic, work that does less by memory. The H20's ridge is low, so almost nothing starves it.
#
# ## One model, one reader
#
# Llama 3 70B at 16 bits, a prompt of 2,048 tokens, one answer at a time. Each prompt token costs two operations for each parameter;
# each answer token reads all the parameters once.

# %% [markdown] lang="zh-Hant"
# ## 轉折點
#
# 這個商叫晶片的轉折點：記憶體送進一個位元組的時間裡，能做幾次運算。每個位元組用得多的工作卡在運算，用得少的卡在記憶體。H20的轉折點很低，幾乎餓不著。
#
# ## 一個模型，一位讀者
#
# 模型取Llama 3 70B，十六位元，提示2,048個詞元，一次只答一人。提示的每個詞元，對每個參數做兩次運算；回答的每個詞元，要把全部參數讀過一遍。

# %%
one = ask("roofline", chip="nvidia-h20", against="nvidia-h100-sxm", prompt=2048, batch=1)
one

# %%
reading = one["prefill"].value / one["other.prefill"].value
writing = one["speed"].value / one["other.speed"].value
reading, writing

# %% [markdown] lang="en"
# The H20 takes 6.7 times as long to read as an H100, and writes 1.19 times as fast. “[Not much worse]{{ c037 }}”, as the essay says, is an
# average over two things that have nothing to do with each other.
#
# ## Many readers at once
#
# A server answers many people together, and then the parameters are read once for all of them. Watch where the advantage ends.

# %% [markdown] lang="zh-Hant"
# 讀提示，H20要花H100的6.7倍時間；寫回答，速度卻是H100的1.19倍。原文說的[不比H100差太多]{{ c037 }}，是把兩件不相干的事拿來平均。
#
# ## 許多讀者一起來
#
# 伺服器一次答許多人，參數讀一遍，大家共用。看看優勢在哪裡結束。

# %%
table(
    {"batch": batch, "h20": h20, "h100": h100, "times": h20.value / h100.value}
    for batch in (1, 4, 16, 32, 64, 128, 256)
    for found in [ask("roofline", chip="nvidia-h20", against="nvidia-h100-sxm", prompt=512, batch=batch)]
    for h20, h100 in [(found["speed"], found["other.speed"])]
)

# %%
chart(
    (
        {"batch": batch, "speed": speed, "chip": name}
        for batch in range(1, 257, 15)
        for found in [ask("roofline", chip="nvidia-h20", against="nvidia-h100-sxm", prompt=512, batch=batch)]
        for name, speed in [("H20", found["speed"]), ("H100", found["other.speed"])]
    ),
    x="batch",
    y="speed",
    by="chip",
)

# %% [markdown] lang="en"
# The sums leave out what both chips lose in practice, and whether so many readers' caches fit into memory: [96 GB against 80]{{ c033 }}.
#
# ## Your turn
#
# Large matrices, says the essay, are [what much memory and bandwidth are good for]{{ c035 }}. At which number of readers does the H100
# write faster than the H20, for prompts of 512 tokens? Find the first batch by changing the list above, or by a loop.

# %% [markdown] lang="zh-Hant"
# 這些算式沒有計入兩顆晶片實際上都會有的損耗，也沒有問那麼多人的快取放不放得下：[96 GB對80 GB]{{ c033 }}。
#
# ## 換你算
#
# 原文說記憶體大、頻寬高，[有利於大型矩陣這類工作]{{ c035 }}。提示512個詞元時，從幾位讀者起，H100寫得比H20快？改上面的清單，或寫個迴圈，找出最小的那個數。

# %%
answer = "?"


def h100_is_faster(batch):
    found = ask("roofline", chip="nvidia-h20", against="nvidia-h100-sxm", prompt=512, batch=int(batch))
    return found["other.speed"].value > found["speed"].value


check(answer, lambda batch: h100_is_faster(batch) and not h100_is_faster(batch - 1))

# %% [markdown] lang="en"
# The rule of October 2023 [left bandwidth alone]{{ c032 }}; the letters of April 2025 [did not]{{ c041 }}. The chapters:
# [Thirty-two points](../story/05-thirty-two-points.md) and [A letter nobody published](../story/06-a-letter-nobody-published.md).

# %% [markdown] lang="zh-Hant"
# 2023年10月的規則[沒有限制頻寬]{{ c032 }}；2025年4月的通知函[補上了]{{ c041 }}。延伸閱讀：〈[只差32：規則量算力，不量頻寬](../story/05-thirty-two-points.md)〉與〈[一封沒公布的通知函](../story/06-a-letter-nobody-published.md)〉。
