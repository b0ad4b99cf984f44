package intake_test

import (
	"encoding/base64"
	"fmt"
	"html"
	"mime"
	"mime/quotedprintable"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
)

// A tongue is how mail programs of a language introduce what they quote.
type tongue struct {
	name    string
	charset string // of old programs of the language
	words   string // what a client writes
	re, fwd string // before the subject
	wrote   string // before a quote: DATE, NAME and ADDRESS are put in
	apple   string // the same of Apple's programs
	heads   [4]string
	device  string // below what was written on a telephone
	outlook string
	between string // the line between dashes over a mail that is passed on
	closing string
}

var tongues = []tongue{
	{"en", "windows-1252", "We registered it ourselves in 2019.\nI’ll send you the login.", "Re: ", "Fwd: ", "On Fri, Oct 2, 2026 at 2:03 PM NAME <ADDRESS> wrote:", "On 2 Oct 2026, at 14:03, NAME <ADDRESS> wrote:", [4]string{"From", "Sent", "To", "Subject"}, "Sent from my iPhone", "Get Outlook for iOS", "Forwarded message", "Kind regards,"},
	{"nl", "iso-8859-15", "Die hebben we zelf geregistreerd.\nIk stuur je de gegevens vóór vrijdag.", "Antw: ", "Doorgest: ", "Op vr 2 okt 2026 om 14:03 schreef NAME <ADDRESS>:", "Op 2 okt 2026, om 14:03 heeft NAME <ADDRESS> het volgende geschreven:", [4]string{"Van", "Verzonden", "Aan", "Onderwerp"}, "Verstuurd vanaf mijn iPhone", "Verzonden vanuit Outlook voor Android", "Doorgestuurd bericht", "Met vriendelijke groet,"},
	{"de", "iso-8859-1", "Die haben wir selbst registriert.\nDie Zugangsdaten schicke ich für alle Fälle mit.", "AW: ", "WG: ", "Am Fr., 2. Okt. 2026 um 14:03 Uhr schrieb NAME <ADDRESS>:", "Am 02.10.2026 um 14:03 schrieb NAME <ADDRESS>:", [4]string{"Von", "Gesendet", "An", "Betreff"}, "Von meinem iPhone gesendet", "Outlook für Android beziehen", "Weitergeleitete Nachricht", "Viele Grüße"},
	{"fr", "iso-8859-15", "C’est nous qui l’avons enregistré.\nJe vous envoie les accès dès demain.", "RE : ", "TR : ", "Le ven. 2 oct. 2026 à 14:03, NAME <ADDRESS> a écrit :", "Le 2 oct. 2026 à 14:03, NAME <ADDRESS> a écrit :", [4]string{"De", "Envoyé", "À", "Objet"}, "Envoyé de mon iPhone", "Télécharger Outlook pour Android", "Message transféré", "Cordialement,"},
	{"es", "windows-1252", "Lo registramos nosotros mismos.\n¿Le envío las claves mañana?", "RE: ", "RV: ", "El vie, 2 oct 2026 a las 14:03, NAME (<ADDRESS>) escribió:", "El 2 oct 2026, a las 14:03, NAME <ADDRESS> escribió:", [4]string{"De", "Enviado el", "Para", "Asunto"}, "Enviado desde mi iPhone", "Obtener Outlook para Android", "Mensaje reenviado", "Un saludo,"},
	{"it", "iso-8859-1", "L’abbiamo registrato noi.\nTi mando le credenziali perché è più semplice.", "R: ", "I: ", "Il giorno ven 2 ott 2026 alle ore 14:03 NAME <ADDRESS> ha scritto:", "Il giorno 2 ott 2026, alle ore 14:03, NAME <ADDRESS> ha scritto:", [4]string{"Da", "Inviato", "A", "Oggetto"}, "Inviato da iPhone", "Scarica Outlook per Android", "Messaggio inoltrato", "Cordiali saluti"},
	{"pt", "windows-1252", "Fomos nós que o registámos.\nEnvio amanhã os dados de acesso.", "RE: ", "ENC: ", "NAME <ADDRESS> escreveu (sexta, 2/10/2026 à(s) 14:03):", "No dia 02/10/2026, às 14:03, NAME <ADDRESS> escreveu:", [4]string{"De", "Enviado", "Para", "Assunto"}, "Enviado do meu iPhone", "Obter o Outlook para Android", "Mensagem encaminhada", "Cumprimentos,"},
	{"sv", "iso-8859-1", "Vi registrerade den själva.\nJag skickar inloggningen på måndag.", "SV: ", "VB: ", "Den fre 2 okt. 2026 kl 14:03 skrev NAME <ADDRESS>:", "2 okt. 2026 kl. 14:03 skrev NAME <ADDRESS>:", [4]string{"Från", "Skickat", "Till", "Ämne"}, "Skickat från min iPhone", "Hämta Outlook för Android", "Vidarebefordrat meddelande", "Med vänliga hälsningar"},
	{"da", "iso-8859-1", "Vi har selv registreret det.\nJeg sender oplysningerne på mandag.", "SV: ", "VS: ", "Den fre. 2. okt. 2026 kl. 14.03 skrev NAME <ADDRESS>:", "Den 2. okt. 2026 kl. 14.03 skrev NAME <ADDRESS>:", [4]string{"Fra", "Sendt", "Til", "Emne"}, "Sendt fra min iPhone", "Få Outlook til Android", "Videresendt besked", "Venlig hilsen"},
	{"pl", "iso-8859-2", "Sami ją zarejestrowaliśmy.\nWyślę dane dostępowe w środę.", "Odp: ", "PD: ", "pt., 2 paź 2026 o 14:03 NAME <ADDRESS> napisał(a):", "Wiadomość napisana przez NAME <ADDRESS> w dniu 2.10.2026, o godz. 14:03, napisał:", [4]string{"Od", "Wysłano", "Do", "Temat"}, "Wysłane z iPhone'a", "Pobierz program Outlook dla systemu Android", "Wiadomość przekazana", "Pozdrawiam"},
	{"ja", "iso-2022-jp", "自分たちで登録しました。\nログイン情報は明日送ります。", "Re: ", "Fwd: ", "2026年10月2日(金) 14:03 NAME <ADDRESS>:", "2026/10/02 14:03、NAME <ADDRESS>のメール:", [4]string{"差出人", "送信日時", "宛先", "件名"}, "iPhoneから送信", "Outlook for Android を入手", "転送メッセージ", "よろしくお願いします。"},
}

func (l *tongue) introduces(line string) string {
	return strings.NewReplacer("NAME", "Mara Visser", "ADDRESS", "mara@northlight.example").Replace(line)
}

// asked is the mail that a client answers: a question, with the block.
const asked = `Hello Joost,

Who has the domain name? We can't find it.

[text: Your answer]


----------------------------------------
Please leave these lines as they are; they tell where your answer belongs.
[rapport:1]
client: korenaar-7f3k9q2m
engagement: webshop
item: journal/2026-10-01-domain
action: answer
[/rapport]

Mara Visser
Northlight Studio
`

// A program is a mail program: how it sends what a client wrote in answer to a mail.
type program struct {
	name string
	mail func(l *tongue) string
}

func marked(text string) string {
	return "> " + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n> ") + "\n"
}

// paragraphs is a text in HTML, each line in an element.
func paragraphs(element, attributes, text string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		said := html.EscapeString(line)
		if line == "" {
			said = "<br>"
		}
		fmt.Fprintf(&b, "<%s%s>%s</%s>\n", element, attributes, said, element)
	}
	return b.String()
}

var programs = []program{
	{"Gmail", func(l *tongue) string {
		plain := l.words + "\n\n" + folded(l.introduces(l.wrote), 78) + "\n\n" + marked(asked)
		rich := `<div dir="ltr">` + paragraphs("div", "", l.words) + `</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">` + html.EscapeString(l.introduces(l.wrote)) + `<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex">` + paragraphs("div", "", asked) + `</blockquote></div>`
		return header(l, "") + alternative(part("text/plain", "UTF-8", "quoted-printable", plain), part("text/html", "UTF-8", "quoted-printable", rich))
	}},
	{"Outlook", func(l *tongue) string {
		head := fmt.Sprintf("%s: Mara Visser <mara@northlight.example>\n%s: 2 October 2026 14:03\n%s: Joost de Wit <joost@korenaar.example>\n%s: Domain", l.heads[0], l.heads[1], l.heads[2], l.heads[3])
		plain := l.words + "\n\n" + l.closing + "\n\n" + head + "\n\n" + asked
		rich := `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {margin:0}</style></head><body><div class="WordSection1">` + paragraphs("p", ` class="MsoNormal"`, l.words) +
			`<p class="MsoNormal"><o:p>&nbsp;</o:p></p><p class="MsoNormal">` + html.EscapeString(l.closing) + `</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal">` +
			strings.ReplaceAll(html.EscapeString(head), "\n", "<br>") + `</p></div></div>` + paragraphs("p", ` class="MsoNormal"`, asked) + `</div></body></html>`
		return header(l, "X-Mailer: Microsoft Outlook 16.0\n") + alternative(part("text/plain", "utf-8", "base64", plain), part("text/html", "utf-8", "base64", rich))
	}},
	{"Outlook, HTML alone", func(l *tongue) string {
		head := fmt.Sprintf("<b>%s:</b> Mara Visser &lt;mara@northlight.example&gt;<br><b>%s:</b> 2026-10-02 14:03<br><b>%s:</b> Joost de Wit<br><b>%s:</b> Domain<br>", l.heads[0], l.heads[1], l.heads[2], l.heads[3])
		rich := `<html><body><div>` + paragraphs("div", ` style="font-size:12pt"`, l.words) + `</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri">` + head + `</font><div>&nbsp;</div></div><div>` + paragraphs("div", "", asked) + `</div></body></html>`
		return header(l, "") + part("text/html", l.charset, "quoted-printable", rich)
	}},
	{"Apple Mail", func(l *tongue) string {
		plain := l.words + "\n\n" + l.introduces(l.apple) + "\n\n" + marked(asked)
		rich := `<html><body style="overflow-wrap: break-word;">` + paragraphs("div", "", l.words) + `<div><br><blockquote type="cite"><div>` + html.EscapeString(l.introduces(l.apple)) + `</div><br class="Apple-interchange-newline"><div>` + paragraphs("div", "", asked) + `</div></blockquote></div></body></html>`
		return header(l, "X-Mailer: Apple Mail (2.3774.600.62)\n") + alternative(part("text/plain", "utf-8", "quoted-printable", plain), part("text/html", "utf-8", "quoted-printable", rich))
	}},
	{"iPhone", func(l *tongue) string {
		plain := l.words + "\n\n" + l.device + "\n\n" + marked(l.introduces(l.apple)+"\n\n"+asked)
		return header(l, "X-Mailer: iPhone Mail (22A3370)\n") + part("text/plain", "utf-8", "quoted-printable", plain)
	}},
	{"Thunderbird", func(l *tongue) string { // below the quote, and flowing
		plain := l.introduces(l.apple) + "\n" + marked(asked) + "\n" + strings.ReplaceAll(l.words, "\n", "\n") + "\n\n-- \nJoost de Wit\nDe Korenaar, tel. 023 555 0101\n"
		return header(l, "User-Agent: Mozilla Thunderbird\n") + part("text/plain", l.charset+"; format=flowed", "8bit", plain)
	}},
	{"Thunderbird, between", func(l *tongue) string { // within the quote
		above, below, _ := strings.Cut(asked, "[text: Your answer]\n")
		plain := l.introduces(l.apple) + "\n" + marked(above+"[text: Your answer]\n") + "\n" + l.words + "\n\n" + marked(below)
		return header(l, "") + part("text/plain", "UTF-8; format=flowed", "base64", plain)
	}},
	{"Proton", func(l *tongue) string {
		plain := l.words + "\n\nSent with Proton Mail secure email.\n\n" + l.introduces(l.wrote) + "\n\n" + marked(asked)
		rich := paragraphs("div", ` style="font-family: Arial"`, l.words) + `<div class="protonmail_signature_block"><div class="protonmail_signature_block-proton">Sent with <a href="https://proton.me/">Proton Mail</a> secure email.</div></div><div class="protonmail_quote">` + html.EscapeString(l.introduces(l.wrote)) + `<br><br><blockquote class="protonmail_quote" type="cite">` + paragraphs("div", "", asked) + `</blockquote></div>`
		return header(l, "") + related(part("text/html", "utf-8", "base64", rich), part("text/plain", "utf-8", "base64", plain))
	}},
	{"Proton, older", func(l *tongue) string {
		plain := l.words + "\n\n------- Original Message -------\n" + l.introduces(l.wrote) + "\n\n" + marked(asked)
		return header(l, "") + signed(part("text/plain", "utf-8", "quoted-printable", plain))
	}},
	{"Yahoo", func(l *tongue) string {
		rich := `<html><body><div class="yahoo-style-wrap">` + paragraphs("div", ` dir="ltr"`, l.words) + `</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div style="color:#26282a"><div>` + html.EscapeString(l.introduces(l.wrote)) + `</div><div><br></div><div>` + paragraphs("div", "", asked) + `</div></div></div></body></html>`
		plain := " " + strings.ReplaceAll(l.words, "\n", "\n ") + "\n    " + l.introduces(l.wrote) + " \n \n " + strings.ReplaceAll(asked, "\n", "\n ")
		return header(l, "X-Mailer: WebService/1.1 YMailNorrin\n") + alternative(part("text/plain", "UTF-8", "quoted-printable", plain), part("text/html", "UTF-8", "quoted-printable", rich))
	}},
	{"Outlook for telephones", func(l *tongue) string {
		head := fmt.Sprintf("%s: Mara Visser <mara@northlight.example>\n%s: 2026-10-02 14:03\n%s: Joost\n%s: Domain", l.heads[0], l.heads[1], l.heads[2], l.heads[3])
		plain := l.words + "\n\n" + l.outlook + "\n________________________________\n" + head + "\n\n" + asked
		return header(l, "") + part("text/plain", "utf-8", "base64", plain)
	}},
	{"mutt", func(l *tongue) string {
		plain := l.introduces(l.apple) + "\n" + marked(asked) + "\n" + l.words + "\n"
		return header(l, "") + signed(part("text/plain", l.charset, "quoted-printable", plain))
	}},
}

// header is that of a mail up to what describes its body. Old programs encode in their own charset.
func header(l *tongue, more string) string {
	return "Received: from mx.example (mx.example [192.0.2.7]) by mail.example; Fri, 2 Oct 2026 18:20:31 +0200\n" +
		"Authentication-Results: mail.example; dkim=pass header.d=korenaar.example; spf=pass\n" +
		"From: " + mime.QEncoding.Encode("utf-8", "Joost de Wit") + " <joost@korenaar.example>\n" +
		"To: Mara Visser <mara@northlight.example>\nSubject: " + mime.BEncoding.Encode("utf-8", l.re+"Domain — "+l.closing) +
		"\nDate: Fri, 02 Oct 2026 18:20:30 +0200 (CEST)\nMessage-ID:\n <" + l.name + ".4711@korenaar.example>\nReferences: <a@northlight.example>\n" + more + "MIME-Version: 1.0\n"
}

// part is a part of a mail with its header: the whole of one that has no others.
func part(kind, charset, encoding, text string) string {
	name, _, _ := strings.Cut(charset, ";")
	if enc, err := htmlindex.Get(name); err == nil {
		encoded, err := enc.NewEncoder().String(strings.NewReplacer("’", "'").Replace(text))
		if name == "utf-8" || name == "UTF-8" {
			encoded = text
		} else if err != nil {
			panic(fmt.Sprintf("%s: %v", charset, err))
		}
		text = encoded
	}
	text = strings.ReplaceAll(text, "\n", "\r\n")
	switch encoding {
	case "base64":
		coded := base64.StdEncoding.EncodeToString([]byte(text))
		var b strings.Builder
		for len(coded) > 76 {
			b.WriteString(coded[:76] + "\r\n")
			coded = coded[76:]
		}
		text = b.String() + coded + "\r\n"
	case "quoted-printable":
		var b strings.Builder
		w := quotedprintable.NewWriter(&b)
		w.Write([]byte(text))
		w.Close()
		text = b.String()
	}
	return "Content-Type: " + kind + "; charset=" + charset + "\nContent-Transfer-Encoding: " + encoding + "\n\n" + text
}

func multipart(kind string, parts ...string) string {
	var b strings.Builder
	name := kind
	kind, _, _ = strings.Cut(kind, ";")
	b.WriteString("Content-Type: multipart/" + name + "; boundary=\"=_b_" + kind + "\"\n\nThis is a message in several parts.\n")
	for _, p := range parts {
		b.WriteString("--=_b_" + kind + "\n" + p + "\n")
	}
	b.WriteString("--=_b_" + kind + "--\n")
	return b.String()
}

func alternative(parts ...string) string { return multipart("alternative", parts...) }

// related is HTML with its pictures, within what has attachments too.
func related(rich, plain string) string {
	picture := "Content-Type: image/png; name=logo.png\nContent-Disposition: inline\nContent-Transfer-Encoding: base64\nContent-ID: <l@x>\n\niVBORw0KGgo=\n"
	paper := "Content-Type: text/plain; name=notes.txt\nContent-Disposition: attachment; filename=notes.txt\n\nNot what was written.\n"
	return multipart("mixed", multipart("related", alternative(plain, rich), picture), paper)
}

func signed(text string) string {
	return multipart("signed; protocol=\"application/pgp-signature\"", text, "Content-Type: application/pgp-signature; name=signature.asc\n\n-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----\n")
}

// folded breaks a line as Gmail does.
func folded(line string, width int) string {
	if at := strings.LastIndexByte(line[:min(len(line), width)], ' '); len(line) > width && at > 0 {
		return line[:at] + "\n" + line[at+1:]
	}
	return line
}
