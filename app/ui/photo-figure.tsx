interface PhotoFigureProps {
	photo: { alternative: string; width: number; height: number };
	src: string;
	/** Language and direction of its words. */
	words: { lang: string; dir: "ltr" | "rtl" | undefined };
}

/** A photo with its words in place of it and beneath it, its room kept while it comes. */
export function PhotoFigure({ photo: { alternative, width, height }, src, words }: PhotoFigureProps) {
	return (
		<figure className="photo">
			<img src={src} width={width} height={height} alt={alternative} loading="lazy" decoding="async" {...words} />
			<figcaption {...words}>{alternative}</figcaption>
		</figure>
	);
}
