import { formatDay } from "#app/i18n/format.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import { PhotoFigure } from "#app/ui/photo-figure.tsx";
import type { ShownHandover } from "./shown-handover.server.ts";

interface HandoverPartProps {
	locale: Locale;
	/** The petition's. */
	slug: string;
	/** The language that the petition is read in. */
	spoken: Locale;
	handover: ShownHandover;
	/** Every addressee of the newest version, in order. */
	addressees: readonly string[];
}

/** When a petition was handed in and to whom, in the organisers' words, and a photo where there is one. */
export function HandoverPart({ locale, slug, spoken, handover, addressees }: HandoverPartProps) {
	const t = translator(locale);
	const { day, places, words, photo } = handover;
	return (
		<section className="notice" aria-labelledby="handed-in">
			<h2 id="handed-in">{t("closing.handed-in.on", { day: formatDay(day, locale) })}</h2>
			<ul>
				{places.map((place) => (
					<li key={place}>{addressees[place - 1]}</li>
				))}
			</ul>
			{words && <p>{words}</p>}
			{photo && (
				<PhotoFigure
					photo={photo}
					src={`/petitions/${slug}/photos/${photo.digest}.webp`}
					words={{ lang: spoken, dir: undefined }}
				/>
			)}
			<p>{t("closing.handed-in.after")}</p>
		</section>
	);
}
