import type { AidStep } from "#app/fund/paying/desk.server.ts";
import type { Translate } from "#app/i18n/translate.ts";
import { Wrongs } from "./choices.tsx";
import type { Wrong } from "./parse-person.ts";

interface StepFormProps {
	t: Translate;
	step: Exclude<AidStep, "receipt">;
	about?: string;
	/** What has to be known first. */
	way?: { href: string; label: string };
	errors?: Wrong;
	/** Of the two or three buttons of a page, not the one that is usually pressed. */
	quiet?: true;
	/** Its fields. */
	children?: React.ReactNode;
}

/** One step with a request: what it is, what it asks for, its button. */
export function StepForm({ t, step, about, way, errors = {}, quiet, children }: StepFormProps) {
	return (
		<form method="post">
			<h3>{t(`organise.aid.step.${step}`)}</h3>
			{about && <p>{about}</p>}
			{way && (
				<ul className="ways">
					<li>
						<a href={way.href}>{way.label}</a>
					</li>
				</ul>
			)}
			<Wrongs t={t} errors={errors} form={step} />
			{children}
			<button type="submit" name="intent" value={step} className={quiet && "quiet"}>
				{t(`organise.aid.step.${step}`)}
			</button>
		</form>
	);
}
