"""Who takes part: sign-ups, the register, mail and forms that speak of them."""
