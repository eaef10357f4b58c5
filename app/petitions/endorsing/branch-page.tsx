import { type Locale, type MessageKey, translator } from "#app/i18n/translate.ts";
import { Choice, Field, Notice } from "#app/ui/field.tsx";
import type { QrDrawing } from "#app/web/qr.ts";
import type { BranchView } from "./branch.server.ts";
import { BranchFacts } from "./branch-facts.tsx";
import { BranchLink } from "./branch-link.tsx";
import { NameForm } from "./name-form.tsx";
import { longest } from "./organisation.ts";
import { transition } from "./transition.ts";

export interface BranchPageProps {
	locale: Locale;
	token: string;
	view: BranchView;
	/** The petition's title; empty where it is not to be read. */
	about: string;
	/** Where its own link leads, whole, and as a QR code; null before it is confirmed. */
	link: { address: string; qr: QrDrawing } | null;
	/** What kept a post from being taken, the field it is about, and what was typed. */
	wrong?: { field: "meeting_on" | "adopted_on" | "evidence"; key: MessageKey };
	typed?: { meeting_on: string; adopted_on: string; evidence: string };
	notice?: MessageKey;
}

/** A body's own page: where its endorsement stands, what comes next, and its link to pass on. */
export function BranchPage({ locale, token, view, about, link, wrong, typed, notice }: BranchPageProps) {
	const t = translator(locale);
	const action = `/${locale}/endorsement/${token}`;
	const home = `/${locale}/petitions/${view.petition.slug}`;
	const can = (event: "meet" | "adopt") => !view.merged && transition(view.state, event) !== null;
	const errorOf = (field: NonNullable<typeof wrong>["field"]) => (wrong?.field === field ? t(wrong.key) : undefined);
	const petition = about && (
		<p>
			<a href={home}>{about}</a>
		</p>
	);
	if (view.state === "unverified")
		return (
			<article className="narrow">
				<h1>{t("endorsement.verify.title")}</h1>
				{petition}
				<p className="lead">{t("endorsement.verify.lead")}</p>
				<BranchFacts locale={locale} view={view} />
				{view.organisation.nameWithheld && <p className="notice">{t("endorsement.withheld")}</p>}
				<form method="post" action={action}>
					<input type="hidden" name="intent" value="verify" />
					<p>{t("consent.endorsement")}</p>
					<Choice
						type="checkbox"
						name="updates"
						label={t("endorsement.updates")}
						hint={t("consent.organisation-updates")}
						checked={false}
					/>
					<button type="submit">{t("endorsement.verify.button")}</button>
				</form>
				<p className="hint">{t("endorsement.verify.not-you")}</p>
			</article>
		);
	return (
		<article className="narrow">
			<h1>{t("endorsement.title")}</h1>
			{petition}
			{notice && <Notice>{t(notice)}</Notice>}
			<p className="lead">{t(`endorsement.state.${view.state}`)}</p>
			<p>{t(view.merged ? "endorsement.merged" : `endorsement.next.${view.state}`)}</p>
			{view.refusedBecause && <p>{t(`endorsement.refused.${view.refusedBecause}`)}</p>}
			<BranchFacts locale={locale} view={view} />
			{view.organisation.nameWithheld && <p className="notice">{t("endorsement.withheld")}</p>}
			{can("meet") && (
				<form method="post" action={action}>
					<h2>{t("endorsement.meet")}</h2>
					<p>
						<a href={`${home}/endorse/motion.docx`}>{t("endorse.motion")}</a>
					</p>
					<input type="hidden" name="intent" value="meet" />
					<Field
						name="meeting_on"
						label={t("endorse.meeting_on")}
						hint={t("endorsement.meet.hint")}
						error={errorOf("meeting_on")}
					>
						{(attributes) => (
							<input {...attributes} type="date" defaultValue={typed?.meeting_on || (view.meetingOn ?? "")} required />
						)}
					</Field>
					<button type="submit" className="quiet">
						{t(view.meetingOn ? "endorsement.meet.move" : "endorsement.meet.set")}
					</button>
				</form>
			)}
			{can("adopt") && (
				<form method="post" action={action}>
					<h2>{t("endorsement.adopt")}</h2>
					<input type="hidden" name="intent" value="adopt" />
					<Field name="adopted_on" label={t("endorse.adopted_on")} error={errorOf("adopted_on")}>
						{(attributes) => (
							<input
								{...attributes}
								type="date"
								defaultValue={typed?.adopted_on || (view.adoptedOn ?? view.meetingOn ?? "")}
								required
							/>
						)}
					</Field>
					<Field
						name="evidence"
						label={t("endorse.evidence")}
						hint={t("endorse.evidence.hint")}
						error={errorOf("evidence")}
					>
						{(attributes) => (
							<textarea
								{...attributes}
								rows={3}
								maxLength={longest.evidence}
								defaultValue={typed?.evidence || view.words.evidence}
							/>
						)}
					</Field>
					<button type="submit">{t("endorsement.adopt.button")}</button>
				</form>
			)}
			{link && <BranchLink t={t} link={link} people={view.people} />}
			{view.withdrawable && !view.merged && (
				<NameForm t={t} action={action} withheld={view.organisation.nameWithheld} />
			)}
			{view.withdrawable && (
				<details>
					<summary>{t("endorsement.withdraw")}</summary>
					<p>{t("endorsement.withdraw.text")}</p>
					<form method="post" action={action}>
						<input type="hidden" name="intent" value="withdraw" />
						<button type="submit" className="quiet">
							{t("endorsement.withdraw.button")}
						</button>
					</form>
				</details>
			)}
		</article>
	);
}
