package markdown

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// addresses parses bare addresses: those of mails by goldmark's parser, and those of the
// web by the rules of GitHub's Markdown, which goldmark's own keeps to ASCII. Its quick
// look keeps the inner parser, which is slow to say no, from every word of the text.
type addresses struct{ parser.InlineParser }

// newMailParser returns goldmark's parser of addresses, for those of mails only.
func newMailParser() parser.InlineParser {
	return extension.NewLinkifyParser(
		extension.WithLinkifyAllowedProtocols([]string{}),
		extension.WithLinkifyWWWRegexp(regexp.MustCompile(`^\b\B`)))
}

// beforeAddress are the signs behind which an address may begin.
const beforeAddress = " *_~(\"'"

// Trigger holds the space for the beginning of a line too.
func (addresses) Trigger() []byte { return []byte(beforeAddress) }

func (p addresses) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	word, start := line, segment.Start
	if strings.IndexByte(beforeAddress, word[0]) >= 0 {
		word, start = word[1:], start+1
	} else if c := block.PrecendingCharacter(); unicode.IsLetter(c) || unicode.IsDigit(c) {
		return nil
	}
	state := stateOf(pc)
	if !isWeb(word) && bytes.IndexByte(word[:min(len(word), 65)], '@') < 1 || state.tries > maxTries {
		return nil
	}
	if n := webAddress(word); n > 0 && !pc.IsInLinkLabel() {
		if start > segment.Start {
			ast.MergeOrAppendTextSegment(parent, segment.WithStop(start))
		}
		block.Advance(start - segment.Start + n)
		link := ast.NewAutoLink(ast.AutoLinkURL, ast.NewTextSegment(text.NewSegment(start, start+n)))
		if word[0] == 'w' {
			link.Protocol = []byte("http")
		}
		link.SetPos(start)
		return link
	}
	node := p.InlineParser.Parse(parent, block, pc)
	if link, ok := node.(*ast.AutoLink); ok {
		link.SetPos(start)
	} else if state.tries++; state.tries == maxTries+1 {
		state.add(start, TooComplex,
			fmt.Sprintf("more than %d words that begin like an address; write them as code, between backquotes", maxTries))
	}
	return node
}

// inAddress matches what an address may begin with, and all that may follow: any
// character but space, brackets of HTML, straight double quotes, backquotes, and the
// signs with which sentences of Chinese and Japanese end.
var inAddress = regexp.MustCompile(`^(?:https?://|www\.)[\pL\pN][\pL\pN\pM_-]*(?:\.[\pL\pN\pM_-]+)+(?:[:/?#][^\s\pZ<>"` + "`" + `“”„«»‹›、。，；：！？（）「」『』【】《》〈〉]*)?`)

// webAddress returns the length of the address of the web with which a text begins, 0
// where it begins with none. What ends a sentence or a parenthesis is none of it.
func webAddress(word []byte) int {
	if !isWeb(word) {
		return 0
	}
	n := len(inAddress.Find(word))
	excess := func(open, close string) int { // more are closed than opened
		return bytes.Count(word[:n], []byte(close)) - bytes.Count(word[:n], []byte(open))
	}
	parentheses, brackets := excess("(", ")"), excess("[", "]")
	for n > 0 {
		c, size := utf8.DecodeLastRune(word[:n])
		switch {
		case strings.ContainsRune("?!.,:*_~'’‘…–—|", c):
		case c == ')' && parentheses > 0:
			parentheses--
		case c == ']' && brackets > 0:
			brackets--
		case c == ';':
			entity := bytes.LastIndexByte(word[:n], '&')
			if entity < 0 || bytes.ContainsFunc(word[entity+1:n-1], func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }) {
				return n
			}
			size = n - entity
		default:
			return n
		}
		n -= size
	}
	return 0
}

// isWeb reports whether a word begins like an address of the web.
func isWeb(word []byte) bool {
	return bytes.HasPrefix(word, []byte("http")) || bytes.HasPrefix(word, []byte("www."))
}

// bareAddress returns where the first address of the web in a text begins, and where it
// ends, for those that follow a sign that is none of beforeAddress: „https://…“.
func bareAddress(s []byte) (from, to int) {
	for at := 0; at < len(s); {
		i := bytes.Index(s[at:], []byte("://"))
		if i < 0 {
			return 0, 0
		}
		at += i + len("://")
		for _, name := range []string{"https", "http"} {
			from := at - len("://") - len(name)
			if from < 0 || !bytes.HasPrefix(s[from:], []byte(name)) {
				continue
			}
			before, _ := utf8.DecodeLastRune(s[:from])
			if !strings.ContainsRune("[{:,;|>", before) && (before < utf8.RuneSelf || unicode.IsLetter(before) || unicode.IsDigit(before)) {
				continue
			}
			if n := webAddress(s[from:]); n > 0 {
				return from, from + n
			}
		}
	}
	return 0, 0
}
