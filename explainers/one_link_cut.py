# %% [markdown] lang="en"
# ---
# title: "One link, cut: the H800"
# description: Take an H100, cut its links from 900 to 400 GB/s, and compute what that costs one card, eight cards and a cluster.
# ---
#
# # One link, cut: the H800
#
# The rule of October 2022 had a limit that a chip could pass by being *slow to talk*. So Nvidia took the H100 and
# [cut its links from 900 to 400 GB/s]{{ c011 }}. Everything inside the chip stayed. What did that cost?

# %% [markdown] lang="zh-Hant"
# ---
# title: 剪一條線：H800
# description: 拿一顆H100，把連線從900 GB/s剪到400 GB/s，算一算單卡、八卡與叢集各損失多少。
# ---
#
# # 剪一條線：H800
#
# 2022年10月的規則有一道門檻，只要晶片「說話慢」就過得去。於是輝達拿H100，[把連線從900剪到400 GB/s]{{ c011 }}，晶片裡面一概不動。代價有多大？

# %%
from calculators import load_chip
from calculators.cells import ask, check, table

names = ("fp8", "bf16", "memory", "memory_bandwidth", "interconnect", "pcie")
chips = [load_chip(id) for id in ("nvidia-h100-sxm", "nvidia-h800-sxm")]
table({"chip": chip, **{name: chip.value(name) for name in names}} for chip in chips)

# %% [markdown] lang="en"
# ## One card alone
#
# [A single card]{{ c013 }} hardly notices: it reads its own memory and talks to nobody. The two rows above differ in one column.
#
# ## Eight cards that agree on something
#
# Training means that cards keep adding up what each of them has found. The usual way is a ring: each passes pieces on to its
# neighbour, twice round. The time depends on the bandwidth of *one direction*, half of the figure on the datasheet.
#
# $$t = 2 \cdot \frac{n - 1}{n} \cdot \frac{\text{message}}{\text{bandwidth, one direction}} + 2 (n - 1) \cdot \text{delay of a hop}$$

# %% [markdown] lang="zh-Hant"
# ## 單獨一張卡
#
# [單卡]{{ c013 }}幾乎沒有感覺：它讀自己的記憶體，不跟誰說話。上面兩列只差一欄。
#
# ## 八張卡要取得共識
#
# 訓練時，每張卡算出來的結果要不斷加總。常見的做法是排成一圈，各自把一份份資料傳給鄰居，繞兩圈。花多少時間，看的是「單一方向」的頻寬，也就是規格表數字的一半。
#
# $$t = 2 \cdot \frac{n - 1}{n} \cdot \frac{\text{資料量}}{\text{單一方向的頻寬}} + 2 (n - 1) \cdot \text{每跳的延遲}$$

# %%
ask("interconnect", chip="nvidia-h800-sxm", against="nvidia-h100-sxm", chips=8, message="1 GB")

# %% [markdown] lang="en"
# The exchange takes close to 2.25 times as long, as 900 to 400 would have it. But a step also computes, and while it computes it can
# talk. What counts is what is left over: here as a share of the step, for messages of four sizes.

# %% [markdown] lang="zh-Hant"
# 交換的時間約為2.25倍，正是900比400。不過每一步還有運算，運算時可以一邊傳。要緊的，是藏不住的那一段：下表列出四種資料量，等候占一步的多少。

# %%
table(
    {"message": message, "hidden": f"{overlap}%", "h800": found["share"], "h100": found["other.share"]}
    for message in ("0.5 GB", "1 GB", "2 GB", "4 GB")
    for overlap in (0, 50, 100)
    for found in [ask("interconnect", message=message, overlap=overlap, arithmetic="20 ms")]
)

# %% [markdown] lang="en"
# So the essay's sentence, that in a large cluster the H800 becomes [much less efficient]{{ c014 }}, holds for programs that talk without
# computing, and can be written away by those who have the patience. DeepSeek had it.
#
# ## Your turn
#
# With half of the talk hidden behind 20 ms of arithmetic, what is the largest message, in GB, that costs eight H800 nothing? Try messages
# until “share” is nought, or solve it: 2 · 7/8 · message / 200 GB/s, and 14 hops of 2 µs, must fit into 10 ms.

# %% [markdown] lang="zh-Hant"
# 所以，原文說H800在大型叢集裡[效率大減]{{ c014 }}，對只會傳、不會邊傳邊算的程式成立；有耐心的人可以靠改寫程式補回來。DeepSeek就有這個耐心。
#
# ## 換你算
#
# 運算20 ms，其中一半時間可以邊算邊傳。八張H800要傳多大的資料（GB），才剛好不用等？可以一個個試到等候比例為零，也可以直接解：2 × 7/8 × 資料量 ÷ 200 GB/s，加上14跳、每跳2微秒，要塞進10 ms。

# %%
answer = "?"


def costs_nothing(message):
    share = ask("interconnect", message=f"{float(message):.6f} GB", overlap=50, arithmetic="20 ms")["share"]
    return share.value == 0


check(answer, lambda gb: costs_nothing(gb) and not costs_nothing(gb * 102 / 100))

# %% [markdown] lang="en"
# The rule of October 2023 took no interest in links any more: it counts what a chip computes, and [caught the H800]{{ c026 }} all the
# same. The chapter: [Cutting the wire](../story/02-cutting-the-wire.md).

# %% [markdown] lang="zh-Hant"
# 2023年10月的規則不再看連線，只算晶片能算多少，H800[照樣落網]{{ c026 }}。延伸閱讀：〈[剪線：只減互連，就不必申請許可](../story/02-cutting-the-wire.md)〉。
