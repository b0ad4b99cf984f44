package inbox

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // all charsets that mails are written in
	mailheader "github.com/emersion/go-message/mail"

	"rapport/generator/answer"
	"rapport/generator/locale"
)

// Limits of a mail. What exceeds them is not read, which is said in Doubt.
const (
	maxMail   = 64 << 20 // bytes, with what is attached
	maxHeader = 256 << 10
	maxText   = 1 << 20 // bytes of text that are read of all parts together
	maxParts  = 200
	maxNested = 12 // parts within parts
)

// headerLine is how a mail begins.
var headerLine = pattern(`^[!-9;-~]{1,76}:[ \t]?`)

// isMail reports whether a file begins as a mail does.
func isMail(data []byte) bool {
	first, _, _ := bytes.Cut(data, []byte("\n"))
	if !headerLine().Match(first) {
		return false
	}
	head := bytes.ToLower(data[:min(len(data), maxHeader)])
	for _, name := range []string{"from:", "date:", "received:", "message-id:", "subject:", "mime-version:"} {
		if bytes.HasPrefix(head, []byte(name)) || bytes.Contains(head, []byte("\n"+name)) {
			return true
		}
	}
	return false
}

// readMail reads a mail.
func readMail(data []byte) (Message, error) {
	if len(data) > maxMail {
		return Message{}, fmt.Errorf("a mail larger than %d MiB; take out what is attached", maxMail>>20)
	}
	r := mailReader{left: maxText}
	return r.mail(bytes.NewReader(data), hash(data), 0)
}

// A mailReader takes a mail apart, within the limits.
type mailReader struct {
	parts int
	left  int // bytes of text that may still be read

	doubt    string
	isReport bool
	sealed   strings.Builder // files of age that are attached
	attached *Message        // the first mail that is attached
}

func (r *mailReader) mail(data io.Reader, id string, depth int) (Message, error) {
	entity, err := message.ReadWithOptions(data, &message.ReadOptions{MaxHeaderBytes: maxHeader})
	if entity == nil {
		return Message{}, fmt.Errorf("a mail whose header cannot be read: %w", err)
	}
	if err != nil {
		r.doubts("part of it is in an encoding that is not known")
	}
	header := mailheader.Header{Header: entity.Header}
	m := Message{By: Mail, ID: id}
	if named := cleanID(header.Get("Message-Id")); named != "" {
		m.ID = named
	}
	m.From, err = sender(&header)
	if err != nil {
		r.doubts(err.Error())
	}
	m.At = dateOf(&header)
	m.Subject, _ = header.Subject()
	m.Subject = plain(m.Subject)
	body := r.body(entity, depth)
	m.Automatic = automatic(&header, &m, r.isReport)
	if failed := failedAuthentication(&header); failed != "" {
		r.doubts(failed)
	}
	m.read(body, r.sealed.String())
	m.Doubt = r.doubt
	m.Forwards = r.attached
	if m.Forwards == nil {
		m.Forwards = inlineForward(m.Whole)
	}
	return m, nil
}

// doubts keeps the first reason not to believe a mail.
func (r *mailReader) doubts(reason string) {
	if r.doubt == "" {
		r.doubt = reason
	}
}

// read makes the answer of the mail's text: the plain one, unless only the other holds a block. What
// is sealed stands in either, or in a file that is attached.
func (m *Message) read(body texts, attached string) {
	m.Whole = strings.TrimSpace(plain(body.plain))
	rich := strings.TrimSpace(plain(body.rich))
	found, ok := answer.ReadBlock(m.Whole)
	if !ok || m.Whole == "" {
		if inRich, also := answer.ReadBlock(rich); also || m.Whole == "" {
			found, ok, m.Whole = inRich, also, rich
		}
	}
	own := ownWords(m.Whole, m.From)
	m.Words = own.text
	if m.findSealed(body.plain, body.rich, attached); m.Sealed != nil {
		if ok {
			m.Others++
		}
		return
	}
	if !ok {
		return
	}
	m.IsAnswer, m.Answer, m.Others = true, found.Answer, found.Others
	m.Answer.ReadText(own.withPrompts)
}

// texts is what a body says, as it was written plain and as it was laid out in HTML.
type texts struct{ plain, rich string }

func (t texts) with(more texts) texts {
	join := func(a, b string) string {
		if a == "" || b == "" {
			return a + b
		}
		return strings.TrimRight(a, "\n") + "\n\n" + b
	}
	return texts{join(t.plainest(), more.plainest()), join(t.richest(), more.richest())}
}

func (t texts) plainest() string {
	if strings.TrimSpace(t.plain) == "" {
		return t.rich
	}
	return t.plain
}

func (t texts) richest() string {
	if strings.TrimSpace(t.rich) == "" {
		return t.plain
	}
	return t.rich
}

// body reads what a part says, without what is attached.
func (r *mailReader) body(e *message.Entity, depth int) texts {
	if r.parts++; r.parts > maxParts || depth > maxNested {
		r.doubts("it has more parts than a mail that a person wrote")
		return texts{}
	}
	kind, params, _ := e.Header.ContentType()
	disposition, names, _ := e.Header.ContentDisposition()
	switch {
	case strings.HasSuffix(strings.ToLower(cmp.Or(names["filename"], params["name"])), ".age"):
		r.attachSealed(e)
	case strings.HasPrefix(kind, "multipart/"):
		return r.multipart(e, kind, depth)
	case kind == "message/rfc822" || kind == "message/global":
		r.attach(e, depth)
	case disposition == "attachment":
	case kind == "text/html":
		return texts{rich: textOfHTML(r.text(e))}
	case kind == "text/calendar":
		r.isReport = r.isReport || strings.EqualFold(params["method"], "REPLY")
	case kind == "" || kind == "text/plain" || kind == "text/enriched":
		text := r.text(e)
		if strings.EqualFold(params["format"], "flowed") {
			text = unflow(text, strings.EqualFold(params["delsp"], "yes"))
		}
		return texts{plain: withoutArmour(text)}
	case strings.HasSuffix(kind, "pgp-encrypted") || kind == "application/pkcs7-mime" && !strings.EqualFold(params["smime-type"], "signed-data"):
		r.doubts("it is encrypted")
	}
	return texts{}
}

func (r *mailReader) multipart(e *message.Entity, kind string, depth int) texts {
	r.isReport = r.isReport || kind == "multipart/report"
	var all texts
	parts := e.MultipartReader()
	for parts != nil {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if part == nil {
			r.doubts("it was cut off")
			break
		}
		if err != nil {
			r.doubts("part of it is in an encoding that is not known")
		}
		said := r.body(part, depth+1)
		if kind != "multipart/alternative" {
			all = all.with(said)
			continue
		}
		if all.plain == "" {
			all.plain = said.plain
		}
		if all.rich == "" {
			all.rich = said.rich
		}
		if r.parts > maxParts {
			break
		}
	}
	return all
}

// attach reads the first mail that is attached: what is passed on.
func (r *mailReader) attach(e *message.Entity, depth int) {
	if r.attached != nil || depth > 3 {
		return
	}
	data, err := io.ReadAll(io.LimitReader(e.Body, maxMail))
	if err != nil {
		return
	}
	inner := mailReader{parts: r.parts, left: r.left}
	if m, err := inner.mail(bytes.NewReader(data), hash(data), depth+1); err == nil {
		r.attached = &m
	}
	r.parts, r.left = inner.parts, inner.left
}

// attachSealed keeps a file of age that is attached.
func (r *mailReader) attachSealed(e *message.Entity) {
	data, err := io.ReadAll(io.LimitReader(e.Body, answer.MaxArmour))
	if err == nil && r.sealed.Len() < answer.MaxArmour {
		r.sealed.WriteString(plain(string(data)) + "\n")
	}
}

// text reads a part's text.
func (r *mailReader) text(e *message.Entity) string {
	data, err := io.ReadAll(io.LimitReader(e.Body, int64(r.left)+1))
	switch {
	case err != nil:
		r.doubts("its text is damaged")
	case len(data) > r.left:
		r.doubts("its text is longer than a person writes")
		data = data[:r.left]
	}
	r.left -= len(data)
	return plain(string(data))
}

// sender returns who a mail says that it is from; an error where it says more than one.
func sender(header *mailheader.Header) (Sender, error) {
	all, err := header.AddressList("From")
	if err != nil || len(all) == 0 {
		return Sender{}, errors.New("its From header names no sender")
	}
	s := Sender{Name: plain(all[0].Name), Address: strings.TrimSpace(plain(all[0].Address))}
	if fields := header.FieldsByKey("From"); len(all) > 1 || fields.Len() > 1 {
		return s, errors.New("it names more than one sender")
	}
	return s, nil
}

// layouts are forms of dates that old and careless programs write.
var layouts = []string{
	"2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05 MST", "Mon Jan 2 15:04:05 2006", "Mon, 2 Jan 2006 15:04 -0700",
	"Mon, 2 Jan 06 15:04:05 -0700", time.RFC3339, "2006-01-02 15:04:05 -0700",
}

// dateOf returns when a mail was sent, else when it was received; zero where neither can be read.
func dateOf(header *mailheader.Header) time.Time {
	if at, ok := parseDate(header.Get("Date")); ok {
		return at
	}
	_, received, _ := strings.Cut(header.Get("Received"), ";")
	at, _ := parseDate(received)
	return at
}

func parseDate(text string) (time.Time, bool) {
	text = strings.Join(strings.Fields(text), " ")
	if at, err := mail.ParseDate(text); err == nil {
		return at, true
	}
	if comment := strings.IndexByte(text, '('); comment > 0 {
		text = strings.TrimSpace(text[:comment])
	}
	for _, layout := range layouts {
		if at, err := time.Parse(layout, text); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

var (
	yearIn    = pattern(`\b(?:19|20)[0-9]{2}`)
	numbersIn = pattern(`[0-9]+`)
	clockIn   = pattern(`\b[0-9]{1,2}[:.][0-9]{2}([:.][0-9]{2})?\b`)
	numeric   = pattern(`\b([0-9]{1,4})[-/.年]\s?([0-9]{1,2})[-/.月]\s?([0-9]{1,4})`)
)

// parseDay reads the day of a date as people of many languages write it: noon of it, since no zone
// stands there; false where it can be read in two ways.
func parseDay(text string) (time.Time, bool) {
	noon := func(year, month, day int) (time.Time, bool) {
		at := time.Date(year, time.Month(month), day, 12, 0, 0, 0, time.UTC)
		return at, year >= 1970 && year < 2200 && at.Day() == day && int(at.Month()) == month
	}
	number := func(s string) int {
		n, _ := strconv.Atoi(s)
		return n
	}
	if p := numeric().FindStringSubmatch(text); p != nil {
		a, b, c := number(p[1]), number(p[2]), number(p[3])
		switch {
		case len(p[1]) == 4:
			return noon(a, b, c)
		case len(p[3]) != 4 || a <= 12 && b <= 12 && a != b && !strings.Contains(p[0], "."):
			return time.Time{}, false
		case b > 12:
			return noon(c, a, b)
		}
		return noon(c, b, a)
	}
	year := yearIn().FindString(text)
	rest := clockIn().ReplaceAllString(strings.Replace(text, year, "", 1), "")
	days := numbersIn().FindAllString(rest, -1)
	for _, word := range strings.FieldsFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		if month := locale.MonthNamed(word); month != 0 && year != "" && len(days) == 1 {
			return noon(number(year), int(month), number(days[0]))
		}
	}
	return time.Time{}, false
}

var (
	passed   = pattern(`(?i)\bdmarc\s*=\s*pass\b`)
	rejected = pattern(`(?i)\b(dmarc|dkim|spf)\s*=\s*(fail|hardfail|permerror|policy)\b`)
)

// failedAuthentication returns what the server that received a mail last found wrong with its
// sender. A server writes its header on top; what stands below may be anybody's.
func failedAuthentication(header *mailheader.Header) string {
	result := header.Get("Authentication-Results")
	if found := rejected().FindStringSubmatch(result); found != nil && !passed().MatchString(result) {
		return fmt.Sprintf("the server that received it says %s=%s, so that its sender may be forged", strings.ToLower(found[1]), strings.ToLower(found[2]))
	}
	return ""
}

// automaticSubject is how the subjects of answers begin that programs write.
var automaticSubject = pattern(`(?i)^\s*(automatic reply|auto(matic)?[- ]?reply|out of office|autoreply|automatisch antwoord|afwezig|automatische antwort|abwesenheits|réponse automatique|respuesta automática|risposta automatica|resposta automática|automatyczna odpowiedź|autosvar|automatiskt svar|automatisk svar|自動返信|自動応答|undeliver|mail delivery failed|delivery status notification)`)

// automatic says which program wrote a mail that nobody did.
func automatic(header *mailheader.Header, m *Message, isReport bool) string {
	submitted, _, _ := strings.Cut(strings.ToLower(header.Get("Auto-Submitted")), ";")
	local, _, _ := strings.Cut(strings.ToLower(m.From.Address), "@")
	switch {
	case isReport || local == "mailer-daemon" || local == "postmaster":
		return "a report that a mail server or calendar made"
	case submitted != "" && strings.TrimSpace(submitted) != "no",
		header.Get("X-Autoreply") != "" || header.Get("X-Autorespond") != "" || header.Get("X-Autoresponse") != "",
		strings.EqualFold(header.Get("Precedence"), "auto_reply"),
		automaticSubject().MatchString(m.Subject):
		return "an answer that a program made while nobody was there"
	case strings.EqualFold(header.Get("Precedence"), "bulk") || strings.EqualFold(header.Get("Precedence"), "junk"):
		return "a mail to many"
	}
	return ""
}
