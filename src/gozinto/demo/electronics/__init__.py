"""The electronics plant: panels become boards, parts come off reels, and one part is bad."""
