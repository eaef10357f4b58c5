import type { Translate } from "#app/i18n/translate.ts";
import { ErrorSummary, Field, Notice } from "#app/ui/field.tsx";

/** Why a password was not changed: the old one was wrong, the new one will not do, or it was tried too often. */
export type PasswordFormFault = "wrong" | "too soon" | "short" | "long" | "common" | "near";

/** Changes a password by the old one. */
export function PasswordForm({ t, fault }: { t: Translate; fault?: PasswordFormFault }) {
	const current = fault === "wrong" ? t("organise.password.wrong") : undefined;
	const next =
		fault === undefined || fault === "wrong" || fault === "too soon" ? undefined : t(`organise.password.${fault}`);
	const errors = [
		...(current ? [{ field: "current", text: current }] : []),
		...(next ? [{ field: "next", text: next }] : []),
	];
	return (
		<form method="post" action="/organise/me">
			<h2>{t("organise.password.change")}</h2>
			{errors.length > 0 && <ErrorSummary title={t("organise.come-in.mend")} errors={errors} />}
			{fault === "too soon" && <Notice>{t("organise.too-soon")}</Notice>}
			<input type="hidden" name="intent" value="password" />
			<Field name="current" label={t("organise.password.current")} error={current}>
				{(attributes) => <input {...attributes} type="password" autoComplete="current-password" required />}
			</Field>
			<Field name="next" label={t("organise.password.next")} hint={t("organise.password.hint")} error={next}>
				{(attributes) => (
					<input {...attributes} type="password" autoComplete="new-password" minLength={12} maxLength={256} required />
				)}
			</Field>
			<p className="hint">{t("organise.password.ends")}</p>
			<button type="submit">{t("organise.password.change")}</button>
		</form>
	);
}
