import type { RecordedCheck } from "#app/fund/paying/checks.server.ts";
import type { CheckKind } from "#app/fund/paying/desk.server.ts";
import { formatDay } from "#app/i18n/format.ts";
import { type Locale, type Translate, translator } from "#app/i18n/translate.ts";

interface CheckListProps {
	t: Translate;
	locale: Locale;
	checks: readonly RecordedCheck[];
	missing: readonly string[];
}

const kinds: readonly CheckKind[] = ["agreement", "lists", "foreign-money"];

/** What has to be known before anybody approves: what was found, by whom, when, and whether it still holds. */
export function CheckList({ t, locale, checks, missing }: CheckListProps) {
	return (
		<section aria-labelledby="checks">
			<h2 id="checks">{t("organise.aid.checks")}</h2>
			<p>{t(missing.length > 0 ? "organise.aid.checks.missing" : "organise.aid.checks.whole")}</p>
			<dl className="facts">
				{kinds.map((kind) => {
					const check = checks.find((one) => one.kind === kind);
					return (
						<div key={kind}>
							<dt>{t(`organise.aid.check.${kind}`)}</dt>
							<dd>
								{check ? line(t, locale, check) : t("organise.aid.check.none")}
								{check && !check.holds && <> {t("organise.aid.check.void")}</>}
							</dd>
						</div>
					);
				})}
			</dl>
		</section>
	);
}

function line(t: Translate, locale: Locale, check: RecordedCheck): string {
	const parts = [
		t(`organise.aid.result.${check.result}`),
		check.way && t(`organise.aid.way.${check.way}`),
		check.how && t(`organise.aid.how.${check.how}`),
		check.languages.map((one) => translator(one)("language.name")).join(", "),
		check.lists.map((one) => t(`organise.aid.list.${one}`)).join(", "),
		t("organise.aid.check.by", { day: formatDay(check.madeOn, locale), name: check.madeBy }),
	];
	return parts.filter(Boolean).join("; ");
}
