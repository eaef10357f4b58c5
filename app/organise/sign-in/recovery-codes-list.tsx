import type { Translate } from "#app/i18n/translate.ts";

/** Recovery codes, the one time that they are shown. */
export function RecoveryCodesList({ t, codes }: { t: Translate; codes: readonly string[] }) {
	return (
		<section aria-labelledby="codes">
			<h2 id="codes">{t("organise.recovery.title")}</h2>
			<p className="notice">{t("organise.recovery.once")}</p>
			<ol className="codes">
				{codes.map((code) => (
					<li key={code}>
						<code>{code}</code>
					</li>
				))}
			</ol>
		</section>
	);
}
