/** The mark in a box of 32 by 32: an open square, the town's, held by four bars of which each leans on the next. */
export const markPath = "M1 1H22v7H1zM24 1h7V22h-7zM10 24H31v7H10zM1 10H8V31H1z";

/** The mark beside words that say the same; in the colour of its text. */
export function Mark() {
	return (
		<svg className="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
			<path d={markPath} fill="currentColor" />
		</svg>
	);
}
