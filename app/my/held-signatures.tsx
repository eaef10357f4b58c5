import type { HeldOfPetitions, HeldSignature, HeldSubmission } from "#app/petitions/held.server.ts";
import { AgreedList, countryKept, Facts, type Ground, heldFor, languageKept } from "./facts.tsx";

/** The signatures of an address, and the forms that wait to be confirmed. */
export function HeldSignatures({ ground, held }: { ground: Ground; held: HeldOfPetitions }) {
	const { t } = ground;
	return (
		<>
			{held.signatures.length > 0 && <h2>{t("my.signatures")}</h2>}
			{held.signatures.map((signature) => (
				<Signature key={signature.id} ground={ground} signature={signature} />
			))}
			{held.submissions.length > 0 && <h2>{t("my.submissions")}</h2>}
			{held.submissions.map((submission) => (
				<Submission key={submission.id} ground={ground} submission={submission} />
			))}
		</>
	);
}

function Signature({ ground, signature }: { ground: Ground; signature: HeldSignature }) {
	const { t, path } = ground;
	const { id, petition, since, visibility, hidden, agreed, withdrawable } = signature;
	return (
		<section>
			<h3>{petition.title}</h3>
			<Facts
				facts={[
					[t("confirm.to"), petition.addressees.split("\n").join("; ")],
					[t("my.seen"), t(visibility === "public" && hidden ? "my.seen.hidden" : `my.seen.${visibility}`)],
					...words(ground, signature),
					[t("my.address"), signature.email || t("my.address.fingerprint")],
					...heldFor(ground, since, "names"),
				]}
			/>
			<AgreedList ground={ground} agreed={agreed} />
			{withdrawable ? (
				<ul className="ways">
					<li>
						<a href={`${path}/signatures/${id}`}>{t("my.change")}</a>
					</li>
					<li>
						<a href={`${path}/erase/signature/${id}`}>{t("my.erase.signature.title")}</a>
					</li>
				</ul>
			) : (
				<p className="hint">{t("withdraw.fixed.text")}</p>
			)}
		</section>
	);
}

function Submission({ ground, submission }: { ground: Ground; submission: HeldSubmission }) {
	const { t, path } = ground;
	const { id, petition, since, words: said } = submission;
	return (
		<section>
			<h3>{petition.title}</h3>
			<p>{t("my.submission.text")}</p>
			<Facts
				facts={[
					[t("my.seen"), t("my.seen.nobody")],
					[t("my.chosen"), said.atRisk ? t("confirm.at-risk") : t(`sign.visibility.${said.visibility}`)],
					...words(ground, said),
					[t("my.updates"), t(said.updates ? "confirm.updates.on" : "confirm.updates.off")],
					[t("my.address"), said.email],
					...heldFor(ground, since, "submissions"),
				]}
			/>
			<ul className="ways">
				<li>
					<a href={`${path}/erase/submission/${id}`}>{t("my.erase.submission.title")}</a>
				</li>
			</ul>
		</section>
	);
}

type Said = Pick<HeldSignature, "name" | "town" | "line" | "linePublic" | "country" | "locale" | "source"> & {
	organisation?: string;
	shownAs?: "name" | "initials";
};

function words(ground: Ground, said: Said): (readonly [string, React.ReactNode])[] {
	const { t } = ground;
	return [
		[t("confirm.name"), said.name && `${said.name}${said.shownAs === "initials" ? ` (${t("my.initials")})` : ""}`],
		[t("confirm.town"), said.town],
		[t("my.organisation"), said.organisation ?? ""],
		[t("confirm.line"), said.line && `«${said.line}» ${said.linePublic ? t("confirm.line-public") : ""}`],
		[t("my.country"), countryKept(ground, said.country)],
		[t("my.language"), languageKept(said.locale)],
		[t("my.source"), said.source],
	];
}
