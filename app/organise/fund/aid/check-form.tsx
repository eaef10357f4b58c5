import type { CheckKind } from "#app/fund/paying/desk.server.ts";
import { type Translate, translator } from "#app/i18n/translate.ts";
import { Choices, Line, Wrongs } from "./choices.tsx";
import type { CheckChoices } from "./parse-check.ts";
import type { Wrong } from "./parse-person.ts";

interface CheckFormProps {
	t: Translate;
	kind: CheckKind;
	choices: CheckChoices;
	values: Readonly<Record<string, string>>;
	errors: Wrong;
}

/** One check: its day, what was found, and what that kind has to say besides. */
export function CheckForm({ t, kind, choices, values, errors }: CheckFormProps) {
	const error = (name: string) => {
		const key = errors[name];
		return key && t(key);
	};
	const common = (name: string) => ({ form: kind, name, error: error(name) });
	const boxes = (name: string, all: readonly string[]) => ({
		...common(name),
		several: true as const,
		chosen: all.filter((one) => values[`${name}-${one}`] === "on"),
	});
	const one = (name: string) => ({ ...common(name), chosen: [values[name] ?? ""] });
	const line = (name: string) => ({ ...common(name), value: values[name] });
	return (
		<form method="post">
			<Wrongs t={t} errors={errors} form={kind} />
			<input type="hidden" name="kind" value={kind} />
			<Line {...line("made_on")} type="date" label={t("organise.aid.check.made-on")} required />
			{kind === "agreement" && (
				<>
					<Choices
						{...one("how")}
						legend={t("organise.aid.how")}
						options={choices.hows.map((how) => [how, t(`organise.aid.how.${how}`)])}
					/>
					<Choices
						{...one("way")}
						legend={t("organise.aid.way")}
						options={choices.ways.map((way) => [way, t(`organise.aid.way.${way}`)])}
					/>
				</>
			)}
			{kind === "lists" ? (
				<Choices
					{...boxes("lists", choices.lists)}
					legend={t("organise.aid.lists")}
					options={choices.lists.map((list) => [list, t(`organise.aid.list.${list}`)])}
				/>
			) : (
				<Choices
					{...boxes("languages", choices.languages)}
					legend={t("organise.aid.languages")}
					options={choices.languages.map((language) => [language, translator(language)("language.name")])}
				/>
			)}
			{kind === "foreign-money" && (
				<Line {...line("lawyer_on")} type="date" label={t("organise.aid.lawyer-on")} required />
			)}
			<Choices
				{...one("result")}
				legend={t("organise.aid.result")}
				options={choices.results[kind].map((result) => [result, t(`organise.aid.result.${result}`)])}
			/>
			<Line
				{...line("note")}
				label={t(`organise.aid.check.note.${kind}`)}
				hint={t("organise.aid.check.note.hint")}
				rows={3}
				longest={choices.longest}
				required={kind !== "agreement"}
			/>
			<button type="submit">{t("organise.aid.checks.record")}</button>
		</form>
	);
}
