import { largeProvider } from "./large-providers.ts";

/**
 * Providers, besides the large ones, with whom anybody can have a mailbox: that many sign from one of
 * them in a day tells nothing. Nothing stored depends on the order. Services that make any number of
 * addresses for one person (relays, disposable mail) do not belong here.
 */
const others = [
	// Variants of the large ones, by country.
	"hotmail.es hotmail.nl hotmail.be hotmail.se hotmail.ca hotmail.co.jp live.co.uk live.fr live.it live.nl live.be live.de",
	"live.ca live.ru live.com.au outlook.fr outlook.de outlook.it outlook.es outlook.com.br yahoo.es yahoo.ca yahoo.co.jp",
	"yahoo.co.in yahoo.in yahoo.com.br yahoo.com.ar yahoo.com.mx yahoo.com.au yahoo.gr yahoo.pl yahoo.ro rocketmail.com",
	"xmail.ru vk.com yandex.ua yandex.uz protonmail.ch mail.com email.com usa.com gmx.fr gmx.co.uk gmx.us gmx.es",
	// Central Asia, Ukraine, Belarus, the Caucasus, the Baltic.
	"mail.ua email.ua i.ua meta.ua bigmir.net tut.by inbox.lv inbox.lt inbox.eu one.lv mail.ee",
	// Europe.
	"seznam.cz email.cz post.cz centrum.cz azet.sk centrum.sk wp.pl o2.pl onet.pl onet.eu op.pl vp.pl",
	"interia.pl interia.eu gazeta.pl tlen.pl abv.bg mail.bg freemail.hu citromail.hu freenet.de arcor.de mail.de posteo.de",
	"posteo.net mailbox.org kabelmail.de laposte.net sfr.fr neuf.fr bbox.fr numericable.fr alice.it tiscali.it virgilio.it",
	"tin.it inwind.it iol.it email.it btinternet.com sky.com virginmedia.com talktalk.net ntlworld.com blueyonder.co.uk",
	"bluewin.ch aon.at chello.at a1.net skynet.be telenet.be proximus.be ziggo.nl kpnmail.nl planet.nl hetnet.nl home.nl",
	"xs4all.nl telia.com online.no sapo.pt telefonica.net eircom.net otenet.gr",
	// Asia and the Middle East.
	"qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com aliyun.com naver.com daum.net hanmail.net",
	"kakao.com nate.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp rediffmail.com walla.com walla.co.il mynet.com",
	// The Americas and the Pacific.
	"uol.com.br bol.com.br terra.com.br ig.com.br globo.com comcast.net verizon.net att.net sbcglobal.net bellsouth.net",
	"cox.net charter.net earthlink.net rogers.com bell.net shaw.ca telus.net sympatico.ca videotron.ca bigpond.com",
	"optusnet.com.au xtra.co.nz",
	// Cooperatives and others.
	"riseup.net disroot.org autistici.org inventati.org hushmail.com runbox.com startmail.com hey.com",
];
const names = new Set(others.flatMap((line) => line.split(" ")));

/** Whether anybody can have a mailbox at a domain, as DNS has it. */
export function isPublicProvider(domain: string): boolean {
	return largeProvider(domain) !== undefined || names.has(domain);
}
