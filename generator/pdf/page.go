package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// first stands first in the head of a page on paper: nothing runs, and nothing comes from
// elsewhere than the disk.
const first = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src file: 'unsafe-inline'; img-src file: data:; font-src file: data:">`

// style stands last in the head: what size a sheet has, which a printer would say, and what
// can be followed looks so.
const style = `<style>@page{size:%s}main a[href]:not([href^="#"]){text-decoration:underline .5px #999;text-underline-offset:.15em}</style>`

// The regions that print on sheets of Letter, by CLDR; all others print on A4.
var letterRegions = []string{"BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"}

// sheet is the size of the sheets of a page in a language, by its region.
func sheet(language string) string {
	parts := strings.Split(language, "-")
	if slices.Contains(letterRegions, parts[len(parts)-1]) {
		return "letter"
	}
	return "A4"
}

// forPaper is a page as Chromium prints it: without scripts, and with no link that would
// name a folder of the machine. A relative link leads to where the portal is published;
// where that is unknown its words stay and it leads nowhere. Links within the page
// stay as they are.
func forPaper(page []byte, base, name string) ([]byte, error) {
	self, err := url.Parse(base)
	if err != nil {
		return nil, err
	}
	p := paper{published: base != "", self: self.ResolveReference(&url.URL{Path: name})}
	tokens := html.NewTokenizer(bytes.NewReader(page))
	for tokens.Next() != html.ErrorToken {
		p.out.Write(p.put(tokens, bytes.Clone(tokens.Raw())))
	}
	if err := tokens.Err(); !errors.Is(err, io.EOF) {
		return nil, err
	}
	return p.out.Bytes(), nil
}

// A paper is a page on its way there.
type paper struct {
	out       bytes.Buffer
	self      *url.URL // of the page
	published bool     // that is an address
	language  string
}

// put returns what stands for the token at hand, which is raw on the page.
func (p *paper) put(tokens *html.Tokenizer, raw []byte) []byte {
	token := tokens.Token()
	switch token.Type {
	case html.EndTagToken:
		if token.DataAtom == atom.Head {
			return append(fmt.Appendf(nil, style, sheet(p.language)), raw...)
		}
		return raw
	case html.StartTagToken, html.SelfClosingTagToken:
	default:
		return raw
	}
	switch {
	case token.DataAtom == atom.Script:
		if token.Type == html.StartTagToken {
			skipScript(tokens)
		}
		return nil
	case leadsAway(&token):
		return nil
	case token.DataAtom == atom.Head:
		return append(raw, first...)
	case token.DataAtom == atom.Html:
		for _, a := range token.Attr {
			if a.Key == "lang" {
				p.language = a.Val
			}
		}
		return raw
	case isLink(&token):
		p.lead(&token)
		return []byte(token.String())
	}
	return raw
}

// leadsAway tells whether an element of the head has the page be another, or is of no use on
// paper.
func leadsAway(token *html.Token) bool {
	switch token.DataAtom {
	case atom.Base:
		return true
	case atom.Meta:
		return slices.ContainsFunc(token.Attr, func(a html.Attribute) bool { return a.Key == "http-equiv" })
	case atom.Link:
		return !slices.Contains(token.Attr, html.Attribute{Key: "rel", Val: "stylesheet"})
	}
	return false
}

// skipScript passes over what stands in a script, and its end.
func skipScript(tokens *html.Tokenizer) {
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return
		case html.EndTagToken:
			if name, _ := tokens.TagName(); string(name) == "script" {
				return
			}
		}
	}
}

func isAddress(a html.Attribute) bool { return a.Key == "href" || a.Key == "xlink:href" }

// isLink tells whether an element leads somewhere, in HTML or in a picture.
func isLink(token *html.Token) bool {
	return (token.DataAtom == atom.A || token.DataAtom == atom.Area) && slices.ContainsFunc(token.Attr, isAddress)
}

// lead has a link of a page lead to what can be reached from a sheet, or nowhere.
func (p *paper) lead(token *html.Token) {
	attributes := token.Attr[:0]
	for _, a := range token.Attr {
		if isAddress(a) {
			if a.Val = p.address(a.Val); a.Val == "" {
				continue
			}
		}
		attributes = append(attributes, a)
	}
	token.Attr = attributes
}

// address is where a link leads from a sheet; "" for nowhere.
func (p *paper) address(link string) string {
	if strings.HasPrefix(link, "#") {
		return link
	}
	to, err := url.Parse(link)
	switch {
	case err != nil:
		return ""
	case to.Scheme != "":
		if slices.Contains([]string{"http", "https", "mailto", "tel"}, to.Scheme) {
			return link
		}
		return ""
	case p.published || to.Host != "":
		to = p.self.ResolveReference(to)
		if to.Scheme == "" {
			to.Scheme = "https"
		}
		return to.String()
	}
	return ""
}
