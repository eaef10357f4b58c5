import { expect, test } from "vitest";
import { isPayable } from "#app/web/payable.ts";

// The registries' own examples (SWIFT, IBAN Registry; BIP 173; EIP-55), and numbers that fail no check because there is none.
test.each([
	"Give to DE89 3704 0044 0532 0130 00, the families' own account",
	"give to kz86.125k.zt50.0410.0100",
	"4111 1111-1111 1111",
	"٤١١١ ١١١١ ١١١١ ١١١١",
	"Счёт 40817810099910004312",
	"bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
	"0x52908400098527886E0F7030069857D2E4169EE7",
	"Pay to aid@example.org",
	"More at https://example.org/",
])("%s is somewhere to pay to", (said) => {
	expect(isPayable(said)).toBe(true);
});

test.each([
	"In 2011, on 16 December, at Zhanaozen; 1,500,000 euros from 2026 on, by 3 of 5 (register no. 12345678).",
	"Семьям убитых, раненых и заключённых в Жанаозене, с 16.12.2011.",
	"Sample union, registered at Rome under 123/2009",
	"",
])("%s is not", (said) => {
	expect(isPayable(said)).toBe(false);
});
