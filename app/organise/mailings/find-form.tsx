import { formatDay } from "#app/i18n/format.ts";
import type { Locale, Translate } from "#app/i18n/translate.ts";
import { Field } from "#app/ui/field.tsx";

interface FindFormProps {
	t: Translate;
	locale: Locale;
	/** What the page was asked for just now; nothing keeps the address. */
	found?:
		| "not-in-it"
		| {
				state: string;
				doneOn: string | null;
				replyCode: number | null;
				enhancedCode: string | null;
				queueId: string | null;
		  };
}

const states = [
	"queued",
	"claimed",
	"sending",
	"deferred",
	"sent",
	"rejected",
	"suppressed",
	"cancelled",
	"unknown",
] as const;

/** What became of the mail to one exact address: addresses are sealed, so there is no list to look through. */
export function FindForm({ t, locale, found }: FindFormProps) {
	return (
		<form method="post" id="find" action="#find">
			<h2>{t("organise.mailings.find")}</h2>
			<p>{t("organise.mailings.find.text")}</p>
			{found && (
				<p className="notice" role="status">
					{typeof found === "string" ? t(`organise.mailings.found.${found}`) : answer(t, locale, found)}
				</p>
			)}
			<Field name="address" label={t("organise.mailings.find.address")}>
				{(attributes) => <input type="email" {...attributes} required autoComplete="off" maxLength={254} />}
			</Field>
			<button type="submit" name="intent" value="find" className="quiet">
				{t("organise.mailings.find.button")}
			</button>
		</form>
	);
}

function answer(t: Translate, locale: Locale, found: Exclude<FindFormProps["found"], string | undefined>): string {
	const state = states.find((one) => one === found.state) ?? "queued";
	const reply = [found.replyCode, found.enhancedCode, found.queueId].filter(Boolean).join(" ");
	return [
		t(`organise.mailings.found.${state}`),
		found.doneOn && formatDay(found.doneOn, locale),
		reply && t("organise.mailings.found.reply", { reply }),
	]
		.filter(Boolean)
		.join(" · ");
}
