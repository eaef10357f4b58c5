import type { Translate } from "#app/i18n/translate.ts";
import type { ViewPhoto } from "./kind.ts";

interface PhotoListProps {
	t: Translate;
	/** The campaign's. */
	slug: string;
	photos: readonly ViewPhoto[];
	/** The item of the queue to come back to; none on the page of all photos. */
	item?: string;
}

/** Photos, each with its words and the button that takes it away at once and for good. */
export function PhotoList({ t, slug, photos, item }: PhotoListProps) {
	const here = `/organise/campaigns/${slug}/photos`;
	return (
		<>
			{photos.map(({ id, alternative, width, height, language, state }, i) => (
				<div key={id}>
					<figure>
						<img src={`${here}/${id}`} width={width} height={height} alt={alternative} lang={language} loading="lazy" />
						<figcaption lang={language}>{alternative}</figcaption>
					</figure>
					<p>{t(`picket.photo.state.${state}`)}</p>
					<form method="post" action={here}>
						<input type="hidden" name="photo" value={id} />
						{item && <input type="hidden" name="item" value={item} />}
						<button type="submit" className="quiet">
							{t("organise.photo.refuse", { number: i + 1 })}
						</button>
					</form>
				</div>
			))}
		</>
	);
}
