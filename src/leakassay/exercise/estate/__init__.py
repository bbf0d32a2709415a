"""The invented laboratory: people, tests, houses and the records of years."""
