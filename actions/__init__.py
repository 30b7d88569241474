"""What the assistant does in a turn: each action says one decision of the contract, and the same in words."""
