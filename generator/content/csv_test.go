package content

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"rapport/generator/diag"
	"rapport/generator/schema"
	"rapport/generator/source"
	"rapport/generator/table"
)

func TestTablesAreRead(t *testing.T) {
	for _, test := range []struct{ name, file, want string }{
		{"commas", "period,value\n2026-01,1.5\n", "2026-01=1.5@2:9"},
		{"semicolons", "period;value;note\n2026-01;1,5;a,b\n", "2026-01=1.5@2:9"},
		{"tabs", "period\tvalue\n2026-01\t1,5\n", "2026-01=1.5@2:9"},
		{"BOM and CRLF", "\uFEFFperiod,value\r\n2026-01,1.5\r\n", "2026-01=1.5@2:9"},
		{"columns in another order", "note,value,period\né,1,2026-01\n", "2026-01=1@2:3"},
		{"quotes", "period,\"value\"\n\"2026-01\",\" 1\"\n", "2026-01=1@2:11"},
		{"spaces", "period , value\n 2026-01 , 1 \n", "2026-01=1@2:12"},
		{"line break in a cell", "note,period,value\n\"a\nb\",2026-01,1\n", "2026-01=1@3:12"},
		{"no rows", "period,value\n", ""},
		{"nothing at all", "", ""},
		{"nothing but a BOM and blank lines", "\uFEFF\n\n", ""},
		{"blank line before the header", "\nperiod;value\n2026-01;1\n", "2026-01=1@3:9"},
		{"rows of separators alone", "period,value\n,\n\n2026-01,1\n,\n", "2026-01=1@4:9"},
		{"column without a name", "period,value,\n2026-01,1,\n", "2026-01=1@2:9"},
		{"no line end", "period,value\n2026-01,1", "2026-01=1@2:9"},
	} {
		t.Run(test.name, func(t *testing.T) {
			sheet, errors := table.CSV("x.csv", []byte(test.file))
			table, more := openTable(sheet, &figureTables, table.Style{}, "")
			if len(errors)+len(more) > 0 {
				t.Fatal(errors, more)
			}
			var got []string
			for row := range table.rows() {
				c := row.Get("value")
				got = append(got, fmt.Sprintf("%s=%s@%d:%d", row.Get("period").Raw, c.Raw, c.Line, c.Col))
			}
			if s := strings.Join(got, " "); s != test.want {
				t.Errorf("got %q, want %q", s, test.want)
			}
		})
	}
}

func TestMoneyIsExact(t *testing.T) {
	for _, test := range []struct{ text, amount, currency, rule string }{
		{"18500", "18500", "", ""},
		{"95.50", "95.5", "", ""},
		{"0.1", "0.1", "", ""},
		{"-1200.00 GBP", "-1200", "GBP", ""},
		{"999999999999999.9999999999", "999999999999999.9999999999", "", ""},
		{"1200  EUR", "1200", "EUR", ""},
		{"1000000000000000", "", "", "bad-money"},
		{"1e9", "", "", "bad-money"},
		{"1,5", "", "", "bad-money"},
		{"1.200,00", "", "", "bad-money"},
		{"12 00", "", "", "bad-currency"},
		{"+5", "", "", "bad-money"},
		{".5", "", "", "bad-money"},
		{"5.", "", "", "bad-money"},
		{"€5", "", "", "bad-money"},
		{"0x10", "", "", "bad-money"},
		{"NaN", "", "", "bad-money"},
		{"", "", "", "bad-money"},
		{"5 eur", "", "", "bad-currency"},
		{"5 EURO", "", "", "bad-currency"},
		{"5 XXX", "", "", "bad-currency"},
		{"5 EUR EUR", "", "", "bad-currency"},
	} {
		amount, currency, rule, err := parseMoney(test.text)
		switch {
		case test.rule != "":
			if err == nil || rule.Name != test.rule {
				t.Errorf("%q: got %v %s, rule %v; want rule %s", test.text, amount, currency, rule, test.rule)
			}
		case err != nil:
			t.Errorf("%q: %v", test.text, err)
		case amount.String() != test.amount || currency != test.currency:
			t.Errorf("%q: got %v %q, want %s %q", test.text, amount, currency, test.amount, test.currency)
		}
	}
}

func FuzzMoney(f *testing.F) {
	for _, text := range []string{"18500", "95.50", "-1200.00 GBP", "1e9", "1,5", "0000000000000000001", "5 eur", "٣ EUR", "1 EUR "} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		amount, currency, rule, err := parseMoney(text)
		if err != nil {
			if rule != BadMoney && rule != BadCurrency || err.Error() == "" {
				t.Errorf("%q: rule %v, error %q", text, rule, err)
			}
			return
		}
		again, _, _, err := parseMoney(strings.TrimSpace(amount.String() + " " + currency))
		if err != nil || !again.Equal(amount) {
			t.Errorf("%q is read as %v, and that as %v (%v)", text, amount, again, err)
		}
		number, _, _ := strings.Cut(text, " ")
		if exact, err := decimal.NewFromString(number); err != nil || !exact.Equal(amount) {
			t.Errorf("%q is read as %v", text, amount)
		}
	})
}

func FuzzCSV(f *testing.F) {
	for _, file := range []string{
		"period,value,note\n2026-08,310,\n2026-09,362,\"New, pages\"\n",
		"\uFEFFid;type;title;opened;waiting\r\nq1;change;\"A \"\"b\"\"\";2026-09-01 10:00;30m\r\n",
		"date\thours\tperson\n2026-09-01\t1,5\tmara\n",
		"number,date,amount,period,paid\nA-1,2026-09-01,950 EUR,2026-08,2026-08-30\n", "date;item;count\n2026-09-01;photo;1,5\n", "period,value\n\"x\n", "period,value\nx\"y,1\n", "\n\n;;\n", "period\n", "\"\"\"", "period,period,,\n,,,",
	} {
		f.Add([]byte(file))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		for _, form := range []*tableForm{&figureTables, &requestTable, &timeTable, &unitTable, &invoiceTable} {
			var problems diag.List
			r := reader{tree: &source.Tree{}, zone: time.UTC, problems: &problems}
			var refs []schema.Reference
			d := r.decoder(source.File{Path: "x.csv", Name: "x.csv"}, &refs)
			sheet, errors := table.CSV("x.csv", data)
			table, more := openTable(sheet, form, table.Style{}, "EUR")
			problems.Add(errors...)
			problems.Add(more...)
			if table == nil {
				continue
			}
			figures, seen, numbers := figureTable{d: d}, map[string]string{}, map[string]Mark{}
			for row := range table.rows() {
				switch form {
				case &figureTables:
					figures.row(row)
				case &requestTable:
					readRequest(d, row, seen)
				case &timeTable:
					readTime(d, row)
				case &unitTable:
					readUnit(d, row)
				case &invoiceTable:
					readInvoice(d, row, numbers)
				}
			}
			checkPositions(t, data, problems.Sorted())
		}
	})
}
