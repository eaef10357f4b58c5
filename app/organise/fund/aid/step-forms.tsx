import type { cancelReasons, waiveReasons } from "#app/fund/paying/change-aid.server.ts";
import type { AidStep, Way } from "#app/fund/paying/desk.server.ts";
import type { Translate } from "#app/i18n/translate.ts";
import { Choices, Line } from "./choices.tsx";
import type { Wrong } from "./parse-person.ts";
import { PayForm } from "./pay-form.tsx";
import type { ShownAid } from "./read-aid.server.ts";
import { StepForm } from "./step-form.tsx";

interface StepFormsProps {
	t: Translate;
	/** The address of the list. */
	here: string;
	aid: ShownAid;
	choices: { ways: readonly Way[]; waive: typeof waiveReasons; cancel: typeof cancelReasons };
	/** The form that was posted, and what it said. */
	step: string;
	values: Readonly<Record<string, string>>;
	errors: Wrong;
}

/** What this organiser may do now, each with its button, and why not what they may not. */
export function StepForms({ t, here, aid, choices, step, values, errors }: StepFormsProps) {
	const may = (one: AidStep) => aid.may.includes(one);
	const wrong = (one: AidStep) => (step === one ? errors : {});
	const error = (one: AidStep, name: string) => {
		const key = wrong(one)[name];
		return key && t(key);
	};
	const person = `${here}/people/${aid.beneficiary}`;
	return (
		<section aria-labelledby="now">
			<h2 id="now">{t("organise.aid.now")}</h2>
			{aid.may.length === 0 && <p>{t("organise.aid.now.nothing")}</p>}
			{may("approve") && (
				<StepForm
					t={t}
					step="approve"
					about={t("organise.aid.approve.about")}
					way={{ href: `${person}#checks`, label: t("organise.aid.approve.checks") }}
				/>
			)}
			{may("pay") && (
				<PayForm
					t={t}
					person={person}
					way={aid.way}
					currency={aid.currency}
					values={values}
					errors={wrong("pay")}
					ways={choices.ways}
				/>
			)}
			{may("receipt") && (
				<p>
					<a className="button" href={`${here}/${aid.id}/receipt`}>
						{t("organise.aid.step.receipt")}
					</a>
				</p>
			)}
			{may("contact") && (
				<StepForm t={t} step="contact" errors={wrong("contact")} quiet>
					<Line
						form="contact"
						name="note"
						label={t("organise.aid.contact.note")}
						error={error("contact", "note")}
						rows={3}
						longest={1_000}
						required
					/>
				</StepForm>
			)}
			{may("waive") && (
				<StepForm t={t} step="waive" about={t("organise.aid.waive.about")} errors={wrong("waive")} quiet>
					<Choices
						form="waive"
						name="reason"
						legend={t("organise.aid.reason")}
						options={choices.waive.map((reason) => [reason, t(`organise.aid.waive.${reason}`)])}
						error={error("waive", "reason")}
					/>
					<Line form="waive" name="note" label={t("organise.aid.waive.note")} rows={2} longest={1_000} />
				</StepForm>
			)}
			{may("agree-waiver") && <StepForm t={t} step="agree-waiver" about={t("organise.aid.waive.about")} />}
			{may("deliver") && <StepForm t={t} step="deliver" about={t("organise.aid.deliver.about")} />}
			{may("cancel") && (
				<StepForm t={t} step="cancel" errors={wrong("cancel")} quiet>
					<Choices
						form="cancel"
						name="because"
						legend={t("organise.aid.reason")}
						options={choices.cancel.map((reason) => [reason, t(`organise.aid.cancel.${reason}`)])}
						error={error("cancel", "because")}
					/>
				</StepForm>
			)}
			<NotNow t={t} blocked={aid.blocked} />
		</section>
	);
}

/** What somebody else could do, or this organiser later, and why not now. */
function NotNow({ t, blocked }: { t: Translate; blocked: ShownAid["blocked"] }) {
	if (blocked.length === 0) return null;
	return (
		<>
			<h3>{t("organise.aid.not-now")}</h3>
			<ul>
				{blocked.map(({ step, why }) => (
					<li key={step}>
						{t(`organise.aid.step.${step}`)}: {t(`organise.aid.no.${why}`)}
					</li>
				))}
			</ul>
		</>
	);
}
