"""The units that documents print after their numbers."""

UNITS = (
    *("백만원", "천톤CO₂", "천㎡", "개소", "가구", "그루", "마리", "시설", "톤/일", "억원"),
    *("개교", "㎍/㎥", "㎡", "㎥", "㎢", "㎞", "km", "ha", "MW", "건수", "%", "명", "건", "회", "개", "대", "점"),
)
"""Units as printed in cells, in the brackets of names, and above tables; those that begin like another come first."""
