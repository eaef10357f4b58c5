import type { Translate } from "#app/i18n/translate.ts";
import { Field, Notice } from "#app/ui/field.tsx";
import { CodeField } from "./code-field.tsx";

interface SignInFormProps {
	t: Translate;
	/** Where to go on. */
	back: string;
	email: string;
	/** Fields that were left empty. */
	missing: readonly string[];
	fault: "wrong" | "too soon" | null;
}

/** Address, password and code on one page: what of them was wrong is not said. */
export function SignInForm({ t, back, email, missing, fault }: SignInFormProps) {
	const errorOf = (name: string) => (missing.includes(name) ? t("organise.missing") : undefined);
	return (
		<form method="post" action={`/organise/sign-in?${new URLSearchParams({ back })}`}>
			{fault && <Notice>{t(fault === "wrong" ? "organise.sign-in.wrong" : "organise.too-soon")}</Notice>}
			<input type="hidden" name="back" value={back} />
			<Field name="email" label={t("organise.sign-in.email")} error={errorOf("email")}>
				{(attributes) => (
					<input {...attributes} type="email" defaultValue={email} autoComplete="username" maxLength={254} required />
				)}
			</Field>
			<Field name="password" label={t("organise.password")} error={errorOf("password")}>
				{(attributes) => <input {...attributes} type="password" autoComplete="current-password" required />}
			</Field>
			<CodeField t={t} hint={t("organise.code.hint")} error={errorOf("code")} />
			<button type="submit">{t("organise.sign-in.button")}</button>
			<p className="hint">{t("organise.sign-in.lost")}</p>
		</form>
	);
}
