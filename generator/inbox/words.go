package inbox

import (
	"strings"

	"rapport/generator/answer"
)

// Own are the words of a mail's writer.
type own struct {
	text        string // without the questions that were put to the writer
	withPrompts string // with each question before its answer, also where it was quoted
}

// ownWords returns what a mail's writer wrote: what stands outside quotes, the lines that
// introduce them, the block and the signature. Where the block was quoted the words may stand
// above and below; where it stands as the portal wrote it, below it is the signature, unless
// nothing stands above and it does not begin as one.
func ownWords(whole string, from Sender) own {
	found, ok := answer.ReadBlock(whole)
	if !ok {
		r := readWords(whole, from)
		return own{r.text(), r.text()}
	}
	above := readWords(found.Above, from)
	all := []words{above}
	if quoted := strings.HasPrefix(strings.TrimSpace(lastLine(whole[:blockAt(whole)])), ">"); !above.cut && (quoted || above.answers() == "" && !signs(found.Below, from)) {
		all = append(all, readWords(found.Below, from))
	}
	var said, prompted []string
	for _, w := range all {
		if text := w.answers(); text != "" {
			said = append(said, text)
		}
		prompted = append(prompted, w.text())
	}
	return own{strings.Join(said, "\n\n"), strings.TrimSpace(strings.Join(prompted, "\n\n"))}
}

// closing is how a letter ends, on a line of its own.
var closing = pattern(`(?i)^(((with|my) )?(kind|best|warm|kindest|warmest)( regards| wishes)?|(kind |best |warm )?regards|yours( sincerely| faithfully| truly)?|sincerely|all the best|(met )?((vriendelijke|hartelijke|warme) )?(groet|groeten|groetjes)|hoogachtend|m\.?v\.?g\.?|(mit )?((freundlichen?|besten?|herzlichen?|viele|liebe|schöne) )(grüßen?|grüssen?|gruß|gruss)|gruß|grüße|hochachtungsvoll|(bien )?(cordialement|à (vous|toi))|(meilleures |sincères )?salutations( distinguées)?|bien à (vous|toi)|(un )?(cordial |atento )?saludos?( cordial(es)?)?|atentamente|(cordiali|distinti|cari) saluti|saluti|(com os melhores )?cumprimentos|atenciosamente|(z )?(poważaniem|wyrazami szacunku)|pozdrawiam( serdecznie)?|(med )?(vänlig|vennlig|venlig)a?e? (hälsning(ar)?|hilsen)|(vänliga|bästa) hälsningar|mvh|よろしくお願いします|よろしくお願いいたします)[\s,.!。]*$`)

// signs reports whether a text begins as the signature that a program puts below a mail: with how
// a letter ends, or with its sender's name.
func signs(text string, from Sender) bool {
	first, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	first = strings.TrimSpace(first)
	called, _, _ := strings.Cut(from.Name, " ")
	if first == "" || closing().MatchString(first) || strings.EqualFold(first, called) {
		return first != ""
	}
	rest, ok := strings.CutPrefix(strings.ToLower(first), strings.ToLower(from.Name))
	rest = strings.TrimSpace(rest)
	return ok && from.Name != "" && (rest == "" || strings.ContainsAny(rest[:1], ",|-(/"))
}

var blockBegins = pattern(`(?i)[\[［]\s*rapport\s*:`)

func blockAt(text string) int {
	if at := blockBegins().FindStringIndex(text); at != nil {
		return at[0]
	}
	return len(text)
}

func lastLine(text string) string { return text[strings.LastIndexByte(text, '\n')+1:] }

// words are what stands in a part of a mail, line by line, once all that is somebody else's is out.
type words struct {
	lines []string
	cut   bool // what follows is quoted, without marks
}

func (w words) text() string { return strings.TrimSpace(strings.Join(w.lines, "\n")) }

// answers are the words without the questions.
func (w words) answers() string {
	return strings.TrimSpace(manyBlank().ReplaceAllString(promptLine().ReplaceAllString(w.text(), "\n"), "\n\n"))
}

var (
	promptLine = pattern(`(?m)^[ \t]*\[[a-z0-9-]{1,120}:\s[^\]\[]{0,1000}\]`)
	manyBlank  = pattern(`\n\s*\n\s*\n+`)
	quoteMark  = pattern(`^ {0,3}>`)
	unquote    = pattern(`(?m)^[ \t]*(?:>[ \t]?)+`)
)

func readWords(text string, from Sender) words {
	var w words
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		line := strings.TrimRight(lines[i], " \t\u00a0")
		switch {
		case quoteMark().MatchString(line):
			w.lines = withoutTail(withoutAttribution(w.lines, true), from)
			first := i
			for i+1 < len(lines) && (quoteMark().MatchString(lines[i+1]) || strings.TrimSpace(lines[i+1]) == "" && i+2 < len(lines) && quoteMark().MatchString(lines[i+2])) {
				i++
			}
			w.lines = append(w.lines, "")
			for _, prompt := range promptLine().FindAllString(unquote().ReplaceAllString(strings.Join(lines[first:i+1], "\n"), ""), -1) {
				w.lines = append(w.lines, strings.Join(strings.Fields(prompt), " "))
			}
		case isSignatureMark(lines[i]):
			for i+1 < len(lines) && !quoteMark().MatchString(lines[i+1]) && !beginsQuoted(lines[i+1:]) {
				i++
			}
		case beginsQuoted(lines[i:]):
			w.cut = true
			w.lines = withoutTail(w.lines, from)
			return w
		case line != "" && (i+1 == len(lines) || strings.TrimSpace(lines[i+1]) == ""):
			w.lines = append(w.lines, line)
			if short := withoutAttribution(w.lines, false); len(short) < len(w.lines) && !quotesFollow(lines[i+1:]) {
				w.cut = true
				w.lines = withoutTail(short, from)
				return w
			}
		default:
			w.lines = append(w.lines, line)
		}
	}
	w.lines = withoutTail(w.lines, from)
	return w
}

// quotesFollow reports whether what follows, but for empty lines, is marked as quoted.
func quotesFollow(lines []string) bool {
	for _, line := range lines {
		if strings.TrimSpace(line) != "" {
			return quoteMark().MatchString(line)
		}
	}
	return false
}

// isSignatureMark reports the line between a text and its signature. Programs that trim lines leave
// no space at its end.
func isSignatureMark(line string) bool {
	return strings.TrimRight(line, " \t\u00a0") == "--"
}

var (
	// wrote are the verbs of the lines that introduce what is quoted.
	wrote = pattern(`(?i)\b(wrote|writes|schrieb|schreef|geschreven|scritto|scrisse|escreveu|skrev|skreiv|kirjoitti|pisze)\b|écrit|escribió|napisał|napsal|írta|написал|пишет|писал|写道|寫道|書きました|のメール|작성|님이`)
	// dated is what such a line says when: a year, or a day in figures.
	dated = pattern(`\b(19|20)[0-9]{2}\b|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2}|[0-9]{4}年`)
	// opener is how such a line begins that goes on in the next.
	opener   = pattern(`(?i)^(on|am|le|op|el|il|em|a|den|dne|dnia|w dniu|na|på|fre|pt|vr|in|il giorno|в|[\p{L}]{1,9}[.,]? ?[0-9]|[0-9]{1,4}[-/.年])[\s\S]`)
	address  = pattern(`[^\s<>@]+@[^\s<>@]+`)
	headOf   = pattern(`(?i)^[>\s*_]*(from|von|de|van|da|från|fra|lähettäjä|od|от|feladó|差出人|送信者|发件人|寄件者|보낸 사람)[*_]*\s*[:：]`)
	heads    = pattern(`(?i)^[>\s*_]*(sent|date|to|cc|subject|reply-to|gesendet|datum|an|betreff|kopie|verzonden|aan|onderwerp|envoyé|à|objet|enviado( el)?|fecha|para|asunto|inviato|data|a|oggetto|enviad[ao]( em)?|assunto|skickat|till|ämne|sendt|til|emne|dato|wysłano|do|temat|odesláno|komu|předmět|отправлено|кому|тема|送信日時|日時|日付|宛先|件名|发送时间|收件人|主题|보낸 날짜|받는 사람|제목)[*_]*\s*[:：]`)
	between  = pattern(`^[>\s]*-{2,}\s?[\p{L}][\p{L}\s.'’-]{2,60}\s?-{2,}\s*$`)
	passedOn = pattern(`(?i)^(begin forwarded message|anfang der weitergeleiteten (nachricht|e-mail)|début du message (réexpédié|transféré)|begin doorgestuurd bericht|inizio messaggio inoltrato|inicio del mensaje reenviado|início da mensagem reencaminhada|vidarebefordrat brev|början på vidarebefordrat brev|start på videresendt (besked|melding)|転送されたメッセージ)\s*[:：]\s*$`)
)

// beginsQuoted reports whether the lines begin with what mail programs put before a mail that they
// quote without marks: words between dashes, or the head of that mail.
func beginsQuoted(lines []string) bool {
	first := lines[0]
	if between().MatchString(first) || passedOn().MatchString(strings.TrimSpace(first)) {
		return true
	}
	return headOf().MatchString(first) && countHeads(lines[1:]) >= 2
}

// countHeads counts how many of the next lines, but for empty ones, are of the head of a mail.
func countHeads(lines []string) int {
	n, seen := 0, 0
	for _, line := range lines {
		if strings.TrimSpace(line) == "" {
			continue
		}
		if seen++; seen > 6 {
			break
		}
		if heads().MatchString(line) {
			n++
		}
	}
	return n
}

// withoutAttribution takes out the lines at the end that introduce what is quoted. Programs wrap
// them, and put them right below what was written.
func withoutAttribution(lines []string, isQuoted bool) []string {
	end := len(lines)
	for end > 0 && strings.TrimSpace(lines[end-1]) == "" {
		end--
	}
	plainAt := -1
	for n := 1; n <= 4 && n <= end && strings.TrimSpace(lines[end-n]) != ""; n++ {
		text := strings.TrimSpace(strings.Join(lines[end-n:end], " "))
		if len(text) > 400 || !strings.HasSuffix(text, ":") && !strings.HasSuffix(text, "：") {
			break
		}
		hasVerb, isDated := wrote().MatchString(text), dated().MatchString(text)
		introduces := hasVerb || isQuoted && address().MatchString(text) || strings.HasSuffix(text, ">:")
		switch {
		case isDated && introduces && (n == 1 || opener().MatchString(strings.TrimSpace(lines[end-n]))):
			return lines[:end-n]
		case plainAt < 0 && isQuoted && (hasVerb || address().MatchString(text)):
			plainAt = end - n
		}
	}
	if plainAt >= 0 {
		return lines[:plainAt]
	}
	return lines
}

// device are the lines that programs and telephones put below a mail.
var device = pattern(`(?i)^[ \t*_]*(sent (from|with|via|using)|get outlook|verzonden (vanaf|met|via|vanuit|door)|verstuurd (vanaf|met|via|vanuit|door)|(outlook voor|download outlook)|von meinem .{2,40} gesendet|gesendet (von|mit|über)|diese nachricht wurde von|outlook für|envoyé (de|depuis|à partir|avec|par|à l’aide|à l'aide)|télécharger outlook|obtenez outlook|enviado (desde|do|de|con|com|a partir)|obtener outlook|obter (o )?outlook|inviato (da|dal|con)|scarica outlook|ottieni outlook|skickat från|hämta outlook|sendt fra|sendt med|få outlook|hent outlook|outlook for (android|ios)|lähetetty|wysłan[eoy] z|wysłano z|pobierz|odesláno z|iphoneから送信|ipadから送信|.{2,30}から送信|发自我的|從我的|отправлено (с|из)|mit freundlichen grüßen,? von meinem)[^\n]{0,120}$`)

// withoutTail takes out what programs put at the end, and rulers with nothing below.
func withoutTail(lines []string, from Sender) []string {
	for len(lines) > 0 {
		last := strings.TrimSpace(lines[len(lines)-1])
		isName := len(lines) > 1 && last == from.Name && device().MatchString(lines[len(lines)-2])
		if last != "" && !device().MatchString(last) && strings.Trim(last, "_-–— ") != "" && !isName {
			break
		}
		lines = lines[:len(lines)-1]
	}
	return lines
}

var (
	forwardMark    = pattern(`(?im)^[>\s]*(-{2,}\s?(forwarded message|weitergeleitete nachricht|doorgestuurd bericht|message transféré|mensaje reenviado|messaggio inoltrato|mensagem (encaminhada|reencaminhada)|vidarebefordrat meddelande|videresendt (besked|melding|meddelelse)|wiadomość przekazana|転送メッセージ|転送されたメッセージ)\s?-{2,}|begin forwarded message:|anfang der weitergeleiteten (nachricht|e-mail):|début du message (réexpédié|transféré) ?:|begin doorgestuurd bericht:|inizio messaggio inoltrato:|inicio del mensaje reenviado:|início da mensagem reencaminhada:|転送されたメッセージ[:：])\s*$`)
	headLine       = pattern(`^[>\s*_]*([\p{L}][\p{L} -]{0,20})[*_]*\s*[:：]\s*(.*)$`)
	dateHead       = pattern(`(?i)^(sent|date|gesendet|datum|verzonden|envoyé|enviado( el)?|fecha|inviato|data|enviad[ao]( em)?|skickat|sendt|dato|wysłano|送信日時|日時|日付)$`)
	addressInHead  = pattern(`<?(?:mailto:)?([^\s<>@\[\]()"]+@[^\s<>@\[\]()"]+)[>\])]?`)
	emphasisAround = "*_ \t\""
)

// inlineForward reads the mail that another passes on within its own text: nil where it does not,
// or where its head does not say who wrote. Its date is zero where that can't be read.
func inlineForward(whole string) *Message {
	at := forwardMark().FindStringIndex(whole)
	if at == nil {
		return nil
	}
	lines := strings.Split(strings.TrimLeft(unquote().ReplaceAllString(whole[at[1]:], ""), "\n"), "\n")
	m := Message{By: Mail}
	end := 0
	for i, line := range lines {
		parts := headLine().FindStringSubmatch(line)
		if parts == nil {
			if strings.TrimSpace(line) == "" && i > 0 && i+1 < len(lines) && heads().MatchString(lines[i+1]) {
				continue
			}
			break
		}
		end = i + 1
		value := strings.TrimSpace(parts[2])
		switch {
		case m.From.Address == "" && headOf().MatchString(line):
			if found := addressInHead().FindStringSubmatch(value); found != nil {
				m.From.Address = found[1]
				m.From.Name = strings.Trim(value[:strings.Index(value, found[0])], emphasisAround)
			}
		case dateHead().MatchString(strings.TrimSpace(parts[1])):
			var ok bool
			if m.At, ok = parseDate(value); !ok {
				m.At, _ = parseDay(value)
			}
		}
	}
	if m.From.Address == "" {
		return nil
	}
	m.ID = hash([]byte(whole))
	m.read(texts{plain: strings.Join(lines[end:], "\n")}, "")
	return &m
}
