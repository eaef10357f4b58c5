/**
 * The initials of a name in any script: of each word its first letter, as readers see letters (UAX #29), with a point.
 * A word without a letter has none.
 */
export function initialsOf(name: string): string {
	return name
		.split(/\s+/)
		.flatMap((word) => {
			const letter = [...graphemes.segment(word)].find(({ segment }) => /\p{L}/u.test(segment))?.segment;
			return letter ? [`${letter.toLocaleUpperCase()}.`] : [];
		})
		.join(" ");
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
