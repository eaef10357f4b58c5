import { translator } from "#app/i18n/translate.ts";
import { AssemblyRules } from "../assembly-rules.tsx";
import { FactsList } from "./facts-list.tsx";
import type { hostPage } from "./host-page.server.ts";
import { Intent } from "./intent.tsx";

interface VerifyPageProps extends Awaited<ReturnType<typeof hostPage>> {
	token: string;
}

/** What was written, read back, and one button: opening the page changes nothing. */
export function VerifyPage({ locale, token, role, stands, rule }: VerifyPageProps) {
	const t = translator(locale);
	return (
		<article className="narrow">
			<h1>{t("picket.verify.title")}</h1>
			<p className="lead">{t(`picket.verify.${role}`)}</p>
			<FactsList t={t} locale={locale} {...stands} />
			<AssemblyRules t={t} locale={locale} rules={rule ? [rule] : []} />
			<Intent action={`/${locale}/host/${token}`} intent="verify" button={t("picket.verify.button")} />
			<p className="hint">{t("picket.verify.not-you")}</p>
		</article>
	);
}
