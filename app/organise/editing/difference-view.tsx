import type { Translate } from "#app/i18n/translate.ts";
import type { PartChange, Piece } from "./difference.ts";
import { fieldLabel } from "./labels.ts";

interface DifferenceProps {
	t: Translate;
	changes: readonly PartChange[];
	/** Language of the words. */
	lang: string;
}

/** What differs, part by part: what came is underlined, what went struck through, and both are said to who listens. */
export function Difference({ t, changes, lang }: DifferenceProps) {
	if (changes.length === 0) return <p>{t("organise.texts.difference.none")}</p>;
	return (
		<dl className="difference">
			{changes.map(({ part, place, pieces }) => (
				<div key={`${part} ${place}`}>
					<dt>{place ? t("organise.texts.part", { part: fieldLabel(t, part), place }) : fieldLabel(t, part)}</dt>
					<dd lang={lang}>
						{pieces.map((piece, i) => (
							// biome-ignore lint/suspicious/noArrayIndexKey: a difference has no other order.
							<PieceView key={i} t={t} piece={piece} />
						))}
					</dd>
				</div>
			))}
		</dl>
	);
}

function PieceView({ t, piece: { kind, text } }: { t: Translate; piece: Piece }) {
	if (kind === "same") return <>{text}</>;
	const Mark = kind === "added" ? "ins" : "del";
	return (
		<Mark>
			<span className="unseen"> [{t(`organise.texts.difference.${kind}`)} </span>
			{text}
			<span className="unseen"> {t("organise.texts.difference.end")}] </span>
		</Mark>
	);
}
