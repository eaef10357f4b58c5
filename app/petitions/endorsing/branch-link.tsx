import type { Translate } from "#app/i18n/translate.ts";
import type { QrDrawing } from "#app/web/qr.ts";

interface BranchLinkProps {
	t: Translate;
	link: { address: string; qr: QrDrawing };
	/** Who signed by it, as it may be said; 0 for fewer than five. */
	people: number;
}

/** A body's own link, to pass on among its members, and how many have signed by it. */
export function BranchLink({ t, link: { address, qr }, people }: BranchLinkProps) {
	return (
		<section aria-labelledby="own-link">
			<h2 id="own-link">{t("endorsement.link")}</h2>
			<p>{t("endorsement.link.text")}</p>
			<p className="copy">
				<a href={address}>{address}</a>
			</p>
			<svg className="branch-qr" viewBox={`0 0 ${qr.size} ${qr.size}`} shapeRendering="crispEdges" role="img">
				<title>{t("endorsement.link.qr")}</title>
				<path fill="#fff" d={`M0 0h${qr.size}v${qr.size}H0z`} />
				<path fill="#000" d={qr.path} />
			</svg>
			<p>
				<strong>{people > 0 ? t("endorsement.people", { count: people }) : t("endorsement.people.few")}</strong>{" "}
				<span className="hint">{t("endorsement.people.hint")}</span>
			</p>
		</section>
	);
}
