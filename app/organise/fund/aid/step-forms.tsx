import type { cancelReasons, waiveReasons } from "#app/fund/paying/change-aid.server.ts";
import type { AidStep, Way } from "#app/fund/paying/desk.server.ts";
import type { Translate } from "#app/i18n/translate.ts";
import { Choices, Line, Wrongs } from "./choices.tsx";
import type { Wrong } from "./parse-person.ts";
import { PayForm } from "./pay-form.tsx";
import type { ShownAid } from "./read-aid.server.ts";

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
	const wrong = (one: string) => (step === one ? errors : {});
	const error = (one: string, name: string) => {
		const key = wrong(one)[name];
		return key && t(key);
	};
	return (
		<section aria-labelledby="now">
			<h2 id="now">{t("organise.aid.now")}</h2>
			{aid.may.length === 0 && <p>{t("organise.aid.now.nothing")}</p>}
			{may("approve") && <Press t={t} step="approve" about={t("organise.aid.approve.about")} />}
			{may("pay") && (
				<PayForm
					t={t}
					person={`${here}/people/${aid.beneficiary}`}
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
				<form method="post">
					<h3>{t("organise.aid.step.contact")}</h3>
					<Wrongs t={t} errors={wrong("contact")} form="contact" />
					<Line
						form="contact"
						name="note"
						label={t("organise.aid.contact.note")}
						error={error("contact", "note")}
						rows={3}
						longest={1_000}
						required
					/>
					<button type="submit" name="intent" value="contact" className="quiet">
						{t("organise.aid.step.contact")}
					</button>
				</form>
			)}
			{may("waive") && (
				<form method="post">
					<h3>{t("organise.aid.step.waive")}</h3>
					<p>{t("organise.aid.waive.about")}</p>
					<Wrongs t={t} errors={wrong("waive")} form="waive" />
					<Choices
						form="waive"
						name="reason"
						legend={t("organise.aid.reason")}
						options={choices.waive.map((reason) => [reason, t(`organise.aid.waive.${reason}`)])}
						error={error("waive", "reason")}
					/>
					<Line form="waive" name="note" label={t("organise.aid.waive.note")} rows={2} longest={1_000} />
					<button type="submit" name="intent" value="waive" className="quiet">
						{t("organise.aid.step.waive")}
					</button>
				</form>
			)}
			{may("agree-waiver") && <Press t={t} step="agree-waiver" about={t("organise.aid.waive.about")} />}
			{may("deliver") && <Press t={t} step="deliver" about={t("organise.aid.deliver.about")} />}
			{may("cancel") && (
				<form method="post">
					<h3>{t("organise.aid.step.cancel")}</h3>
					<Wrongs t={t} errors={wrong("cancel")} form="cancel" />
					<Choices
						form="cancel"
						name="because"
						legend={t("organise.aid.reason")}
						options={choices.cancel.map((reason) => [reason, t(`organise.aid.cancel.${reason}`)])}
						error={error("cancel", "because")}
					/>
					<button type="submit" name="intent" value="cancel" className="quiet">
						{t("organise.aid.step.cancel")}
					</button>
				</form>
			)}
			{aid.blocked.length > 0 && (
				<>
					<h3>{t("organise.aid.not-now")}</h3>
					<ul>
						{aid.blocked.map(({ step: one, why }) => (
							<li key={one}>
								{t(`organise.aid.step.${one}`)}: {t(`organise.aid.no.${why}`)}
							</li>
						))}
					</ul>
				</>
			)}
		</section>
	);
}

function Press({ t, step, about }: { t: Translate; step: "approve" | "agree-waiver" | "deliver"; about: string }) {
	return (
		<form method="post">
			<h3>{t(`organise.aid.step.${step}`)}</h3>
			<p>{about}</p>
			<button type="submit" name="intent" value={step}>
				{t(`organise.aid.step.${step}`)}
			</button>
		</form>
	);
}
