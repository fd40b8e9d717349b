# %% [markdown] lang="en"
# ---
# title: The bill for DeepSeek-V3
# description: From 2,048 H800 and 14.8 trillion tokens to days, utilisation and dollars, and what the famous sum leaves out.
# ---
#
# # The bill for DeepSeek-V3
#
# At the end of 2024 a small firm published a large model and its bill: [2,048 H800]{{ c019 }}, 2.788 million hours, 5.576 million
# dollars at two dollars an hour. The report gives enough to check it.

# %% [markdown] lang="zh-Hant"
# ---
# title: DeepSeek-V3的帳單
# description: 從2,048張H800與14.8兆個詞元，算到天數、利用率與金額，再看那個有名的數字漏了什麼。
# ---
#
# # DeepSeek-V3的帳單
#
# 2024年底，一家小公司發表了一個大模型，連帳單一起公布：[2,048張H800]{{ c019 }}、278.8萬小時，以每小時2美元計，共557.6萬美元。報告給的資料，夠我們驗算。

# %%
from fractions import Fraction

from calculators.cells import ask, check, table

run = ask("training_run", chip="nvidia-h800-sxm", active=37, tokens=14800, chips=2048)
run

# %% [markdown] lang="en"
# ## Where the operations come from
#
# A token costs about six operations for each parameter that takes part: two on the way forward, four on the way back. V3 has 671
# billion parameters, and 37 billion take part in any one token. That is the first saving, and no rule can see it.
#
# $$\text{operations} \approx 6 \times \text{active parameters} \times \text{tokens}$$

# %% [markdown] lang="zh-Hant"
# ## 運算次數怎麼來
#
# 訓練時每個詞元，對每個參與的參數大約做六次運算：往前兩次，往回四次。V3有6,710億個參數，每個詞元只動用370億個。這是第一筆節省，任何規則都看不見。
#
# $$\text{運算次數} \approx 6 \times \text{參與的參數} \times \text{詞元數}$$

# %%
table(
    {"active": f"{active} B", "work": found["work"], "days": found["days"], "cost": found["cost"]}
    for active, hours in ((37, 2_664_000), (671, 2_664_000 * 671 // 37))
    for found in [ask("training_run", active=active, training=f"{hours} h", rest="0 h")]
)

# %% [markdown] lang="en"
# The second row is the same model if every parameter took part in every token, at the same utilisation.
#
# ## How good is the utilisation?
#
# Measured against 16 bits, a third of the peak; against FP8, in which most of the products were made, a sixth. Llama 3.1 405B took
# [eleven times the hours]{{ c018 }}, for eleven times the parameters that work on a token and about as many tokens: the chips did no
# wonders, the model asked for less.

# %% [markdown] lang="zh-Hant"
# 第二列是同一個模型、同樣利用率，但每個詞元都動用全部參數的情形。
#
# ## 利用率算高嗎？
#
# 以十六位元的尖峰為準，約三分之一；以FP8為準（多數乘法用它），只有六分之一。Llama 3.1 405B用了[約十一倍的小時]{{ c018 }}，每個詞元動用的參數也是約十一倍，詞元數差不多。晶片沒有變魔術，是模型要得少。

# %%
print("405 / 37 =", round(float(Fraction(405, 37)), 2))
table({"rate": rate, "utilisation": ask("training_run", rate=rate)["utilisation"]} for rate in ("bf16", "fp8"))

# %% [markdown] lang="en"
# ## What the sum leaves out
#
# Salaries, attempts that failed, data, and the machines. Two dollars is a rent. The rule had been tightened
# [fourteen months before]{{ c021 }} anybody could read the report, so the report can't have been the reason.
#
# ## Your turn
#
# The H20 has 148 TFLOPS at 16 bits, the H800 989.5. At the same utilisation, how many days would the same pre-training and the rest have
# taken on 2,048 H20? (Hours grow as the peak falls.)

# %% [markdown] lang="zh-Hant"
# ## 這筆帳漏了什麼
#
# 薪水、失敗的嘗試、資料、機器都不在內；2美元是租金。至於管制收緊，比報告問世[早了十四個月]{{ c021 }}，所以報告不會是原因。
#
# ## 換你算
#
# 十六位元算力，H20是148 TFLOPS，H800是989.5。利用率相同，改用2,048張H20，同樣的預訓練加上其餘工作要幾天？（尖峰降多少，小時就多多少。）

# %%
answer = "?"

check(answer, run["days"].value * Fraction("989.5") / 148)

# %% [markdown] lang="en"
# More than a year, for a card that [answers faster than an H100](faster_than_it_reads.py): the H20 is a chip for using models, not for
# making them. The chapter: [A small force](../story/03-a-small-force.md).

# %% [markdown] lang="zh-Hant"
# 要一年多。可是同一張卡[答題比H100還快](faster_than_it_reads.py)：H20適合用模型，不適合練模型。延伸閱讀：〈[小力：規則先到，模型後來](../story/03-a-small-force.md)〉。
