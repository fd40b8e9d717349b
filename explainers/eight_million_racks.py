# %% [markdown] lang="en"
# ---
# title: Eight million racks
# description: China had 8.1 million server racks. Does it follow that it needs eight million AI chips? Power, wafers and years, computed.
# ---
#
# # Eight million racks
#
# At the end of 2023 China counted [8.1 million racks]{{ c092 }} in its data centres. The essay concludes that
# [about eight million AI chips]{{ c094 }} have to be renewed. Let us follow the conclusion to the power station.

# %% [markdown] lang="zh-Hant"
# ---
# title: 八百萬個機架
# description: 中國有810萬個機架，是不是就需要八百萬顆AI晶片？從電力、晶圓到年數，一路算下去。
# ---
#
# # 八百萬個機架
#
# 2023年底，中國的資料中心有[810萬個標準機架]{{ c092 }}。原文由此推論，大約[八百萬顆AI晶片]{{ c094 }}有待更新。順著這個推論，一路算到發電廠。

# %%
from calculators.cells import ask, check, table

ask("supply", racks=8_100_000, cards=1, power="400 W")

# %% [markdown] lang="en"
# ## One card a rack, or eight
#
# The sum takes one card for each rack. But a server for AI [holds eight]{{ c093 }}, and most racks hold web servers and disks that no
# GPU will replace. The answer hangs on two guesses that nobody has measured.

# %% [markdown] lang="zh-Hant"
# ## 一個機架一張卡，還是八張
#
# 上面是照每個機架一張卡算的。可是一台AI伺服器[裝得下八張]{{ c093 }}，而大多數機架放的是網頁伺服器與硬碟，用不著GPU。答案取決於兩個沒人量過的猜測。

# %%
table(
    {"racks": f"{share}%", "cards": cards, "wanted": found["wanted"], "draw": found["draw"], "years": found["years"]}
    for share in (1, 5, 20, 100)
    for cards in (1, 8)
    for found in [ask("supply", racks=81_000 * share, cards=cards)]
)

# %% [markdown] lang="en"
# From eighty thousand to sixty-five million: a factor of eight hundred between the first row and the last. A number that can be moved so
# far by its assumptions is not a finding.
#
# ## Wafers
#
# A die of 814 mm² fits 63 times onto a wafer of 300 mm, and not all of them work. The defects are an assumption here too; change it.

# %% [markdown] lang="zh-Hant"
# 從八萬到六千五百萬，首尾兩列差八百倍。一個數字能被假設推得這麼遠，就不算發現。
#
# ## 晶圓
#
# 814 mm²的裸晶，一片300 mm晶圓排得下63顆，而且不是每顆都好。缺陷密度也是假設，可以改。

# %%
table(
    {"defects": defects, "yield": found["yield"], "chips": found["chips"]}
    for defects in ("0.05", "0.1", "0.2", "0.5")
    for found in [ask("supply", die_area="814 mm²", wafers=10_000, defects=defects)]
)

# %% [markdown] lang="en"
# ## Your turn
#
# At 0.1 defects per cm², how many wafers do 8.1 million chips of this size take? One part in a hundred is near enough.

# %% [markdown] lang="zh-Hant"
# ## 換你算
#
# 每平方公分0.1個缺陷，810萬顆這樣大的晶片要用掉幾片晶圓？誤差在百分之一以內就算對。

# %%
answer = "?"

per_wafer = ask("supply", die_area="814 mm²", wafers=1_000_000, defects="0.1")["chips"].value / 1_000_000
check(answer, 8_100_000 / per_wafer)

# %% [markdown] lang="en"
# The chapter: [Generations, languages, wafers](../story/09-generations-languages-wafers.md).

# %% [markdown] lang="zh-Hant"
# 延伸閱讀：〈[世代、語言、晶圓：差距是真，倍數有錯](../story/09-generations-languages-wafers.md)〉。
