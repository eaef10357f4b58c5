import { isPublicProvider } from "#app/seal/public-providers.ts";

// Beginnings of the words that offices write before the `@`, in the languages of unions that write to us.
const offices =
	/^(?:admin|assoc|branch|bureau|buro|camera|chair|comit|commit|conf|contact|council|cultur|direct|enquir|federa|gen|hello|info|intern|kasip|kenes|kommun|komit|kontakt|legal|local|mail|medi|office|org|post|pred|presid|press|prof|redak|region|secret|section|segret|sekret|sezion|shop|sindic|solidar|sovet|sprawy|steward|strike|syndic|treasur|union|zarz)/;

/**
 * Whether an address looks like one person's and not an office's: a reason to ask, never to refuse. Wrong either way is
 * harmless: whoever is asked goes on by one button.
 */
export function looksPersonal(email: string): boolean {
	const at = email.lastIndexOf("@");
	const [local = ""] = email.slice(0, at).toLowerCase().split("+");
	const parts = local.split(/[._-]+/).filter(Boolean);
	if (parts.some((part) => offices.test(part))) return false;
	if (isPublicProvider(email.slice(at + 1).toLowerCase())) return true;
	// `aigerim.s@`, `s_aigerim@`: a given name and a family name, or one of them short.
	return parts.length === 2 && parts.every((part) => /^\p{L}+$/u.test(part));
}
