import type { MessageKey, Translate } from "#app/i18n/translate.ts";
import { ErrorSummary, Field } from "#app/ui/field.tsx";
import type { QrDrawing } from "#app/web/qr.ts";
import { CodeField } from "./code-field.tsx";
import type { ComeInErrors } from "./come-in-form.ts";
import { QrPicture } from "./qr-picture.tsx";

interface ComeInFieldsProps {
	t: Translate;
	name: string;
	/** The QR code, the same secret in letters, and sealed for the form to carry. */
	setup: { qr: QrDrawing; letters: string; carried: string };
	errors: ComeInErrors;
}

/** Name, password, and the code app: set up here and proven by its first code. */
export function ComeInFields({ t, name, setup, errors }: ComeInFieldsProps) {
	const texts = Object.entries(errors).map(([field, fault]) => ({
		field,
		text: t(`organise.${field}.${fault}` as MessageKey),
	}));
	const textOf = (field: string) => texts.find((error) => error.field === field)?.text;
	return (
		<form method="post">
			{texts.length > 0 && <ErrorSummary title={t("organise.come-in.mend")} errors={texts} />}
			<Field name="name" label={t("organise.name")} hint={t("organise.name.hint")} error={textOf("name")}>
				{(attributes) => (
					<input {...attributes} type="text" defaultValue={name} autoComplete="nickname" maxLength={60} required />
				)}
			</Field>
			<Field
				name="password"
				label={t("organise.password")}
				hint={t("organise.password.hint")}
				error={textOf("password")}
			>
				{(attributes) => (
					<input {...attributes} type="password" autoComplete="new-password" minLength={12} maxLength={256} required />
				)}
			</Field>
			<h2>{t("organise.totp.title")}</h2>
			<p>{t("organise.totp.how")}</p>
			<QrPicture drawing={setup.qr} title={t("organise.totp.qr")} />
			<p>{t("organise.totp.letters")}</p>
			<p className="copy">{setup.letters}</p>
			<input type="hidden" name="setup" value={setup.carried} />
			<CodeField t={t} hint={t("organise.totp.code-hint")} error={textOf("code")} />
			<button type="submit">{t("organise.come-in.button")}</button>
		</form>
	);
}
