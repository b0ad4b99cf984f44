package scaffold

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"rapport/generator/front"
)

// A Trade is somebody's work, with an example of it.
type Trade struct {
	Name string // as --trade has it
	Says string // what init says of it
	work string // the folder of the example's engagement, and of the service
}

// Trades are those that there are examples of.
var Trades = []Trade{
	{"bookkeeper", "keeps the books of others", "bookkeeping"},
	{"agency", "makes sites and campaigns", "campaign"},
	{"it-desk", "looks after computers and networks", "desk"},
	{"consultant", "advises", "advice"},
	{"freelancer", "makes one thing at a fixed price", "website"},
}

// FindTrade returns the trade of a name.
func FindTrade(name string) (Trade, bool) {
	i := slices.IndexFunc(Trades, func(t Trade) bool { return t.Name == name })
	if i < 0 {
		return Trade{}, false
	}
	return Trades[i], true
}

// TradeNames are the names of the trades.
func TradeNames() (names []string) {
	for _, t := range Trades {
		names = append(names, t.Name)
	}
	return names
}

// wordless is the language of the examples in which there are none in the one that is asked for.
const wordless = "en"

// Languages are those that the example of a trade is told in.
func (t Trade) Languages() []string {
	files, _ := fs.Glob(start, path.Join("trades", t.Name, "words", "*.toml"))
	for i, name := range files {
		files[i] = strings.TrimSuffix(path.Base(name), ".toml")
	}
	return files
}

// words are the texts of an example in a language, by the names that its files give them.
type words map[string]string

// wordsOf reads the texts of a trade's example: those of the trade, and those of all trades.
func (t Trade) wordsOf(tag string) (words, error) {
	all := words{}
	for _, of := range []string{"common", t.Name} {
		name := path.Join("trades", of, "words", tag+".toml")
		text, err := fs.ReadFile(start, name)
		if err != nil {
			return nil, err
		}
		var some words
		if err := toml.Unmarshal(text, &some); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		maps.Copy(all, some)
	}
	return all, nil
}

// word returns a text as a value of YAML.
func (w words) word(name string) (string, error) {
	text, err := w.body(name)
	return front.WriteText(text), err
}

// cell returns a text as a cell of CSV.
func (w words) cell(name string) (string, error) {
	text, err := w.body(name)
	if strings.ContainsAny(text, ",\"\n") {
		text = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
	}
	return text, err
}

// body returns a text as it is.
func (w words) body(name string) (string, error) {
	text := w[name]
	if text == "" {
		return "", fmt.Errorf("no text is called %q", name)
	}
	return text, nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
