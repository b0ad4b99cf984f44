package schema

import (
	"regexp"
	"slices"
	"strings"

	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/table"
)

var (
	beforeComma = regexp.MustCompile(`^-?[0-9]{1,3}(?:\.[0-9]{3})*$|^-?[0-9]+$`)
	behindComma = regexp.MustCompile(`^[0-9]+(?:\.[0-9]+)?(?: +[A-Z]{3})?$`)
	behindMonth = regexp.MustCompile(`^[0-9]{4}$`)
	currencyEnd = regexp.MustCompile(` +[A-Z]{3}$`)
)

// IsCut reports whether a key of a map is the end of the number or the date before it, which had a comma: in
// {amount: 1,200} the comma ends the value, and 200 is a key. What was meant is told once, at the number.
func (d *Decoder) IsCut(n *front.Node, key int, infos []Info) bool {
	first := key // the last key that has a value
	for first >= 0 && n.Kids[first].Kind == front.Null && behindComma.MatchString(n.Keys[first].Name) {
		first--
	}
	if first < 0 || first == key || n.Kids[first].Kind != front.Scalar || n.Kids[first].Quoted || n.Kids[first].Mark.Line != n.Keys[key].Mark.Line {
		return false
	}
	value := n.Kids[first]
	head := strings.TrimSpace(value.Raw)
	written, spaced := head, head
	for _, k := range n.Keys[first+1 : key+1] {
		written, spaced = written+","+k.Name, spaced+", "+k.Name
	}
	info := infoOf(n.Keys[first].Name, infos)
	var meant, mend string
	switch {
	case beforeComma.MatchString(head) && isNumber(info):
		meant, mend = UnComma(written)
		if info != nil && info.Column == table.Amounts && meant == "" {
			mend, _, _ = strings.Cut(mend, " or ")
		}
	case behindMonth.MatchString(n.Keys[key].Name) && key == first+1:
		meant = table.Meant(spaced)
		written, mend = spaced, meant
	}
	if mend == "" {
		return false
	}
	if next := key + 1; next == len(n.Keys) || n.Kids[next].Kind != front.Null || !behindComma.MatchString(n.Keys[next].Name) {
		d.Fixf(value.Mark, written, meant, BadNumber, "the comma of %s ends the value here; write %s: %s", diag.Quote(written), n.Keys[first].Name, mend)
	}
	return true
}

// UnComma returns the number that one with a comma can only be, or "", and what to write for it, or for each of two.
func UnComma(written string) (meant, mend string) {
	code := currencyEnd.FindString(written)
	number := strings.TrimSuffix(written, code)
	if !strings.Contains(number, ",") {
		return "", ""
	}
	point, comma := table.Readings(number)
	var all []string
	for _, reading := range []string{point, comma} {
		if reading != "" && !slices.Contains(all, reading+code) {
			all = append(all, reading+code)
		}
	}
	if len(all) == 1 {
		meant = all[0]
	} else if point != "" { // 1.2, since 1.200 could be read in two ways itself
		all[len(all)-1] = strings.TrimSuffix(strings.TrimRight(comma, "0"), ".") + code
	}
	return meant, strings.Join(all, " or ")
}

// isNumber reports whether a key holds a number; one of names that are not declared, as a period, does.
func isNumber(i *Info) bool {
	return i == nil || i.Column == table.Hours || takesNumber(i.JSON)
}

// takesNumber reports whether a JSON Schema takes a number, be it among others.
func takesNumber(schema map[string]any) bool {
	one, _ := schema["anyOf"].([]any)
	return schema["type"] == "number" || schema["type"] == "integer" || slices.ContainsFunc(one, func(s any) bool {
		of, _ := s.(map[string]any)
		return takesNumber(of)
	})
}

func infoOf(key string, infos []Info) *Info {
	for i := range infos {
		if infos[i].Key == key {
			return &infos[i]
		}
	}
	return nil
}
