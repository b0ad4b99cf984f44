package content

import (
	"path"
	"slices"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/front"
	"rapport/generator/schema"
	"rapport/generator/table"
)

// A Version is what one version of a file says that others rely on. Versions that
// say the same are equal, in whatever order, form or words they say it.
type Version struct {
	File     VersionedFile
	Said     *schema.Record
	Draft    bool // it is published nowhere
	Proposed bool // an engagement that promises nothing yet
}

// A VersionedFile is a kind of file of which earlier versions matter.
type VersionedFile string

// The kinds of file of which earlier versions matter.
const (
	ProviderFile   VersionedFile = "provider"
	ClientFile     VersionedFile = "client"
	EngagementFile VersionedFile = "engagement"
	EntryFile      VersionedFile = "entry"
	ReportFile     VersionedFile = "report"
	TableFile      VersionedFile = "table"
	ServiceFile    VersionedFile = "service"
)

// NoCurrency stands for the currency of an amount that names none: the client's
// or the provider's, whatever that is. It is none of ISO 4217.
const NoCurrency = "XXX"

// VersionedFileAt tells by its path what a file is, and "" of one whose earlier
// versions do not matter.
func VersionedFileAt(name string) VersionedFile {
	folder := path.Base(path.Dir(name))
	switch base := path.Base(name); {
	case base == "engagement.md":
		return EngagementFile
	case base == "client.md":
		return ClientFile
	case base == "provider.md":
		return ProviderFile
	case folder == "journal" && path.Ext(base) == ".md":
		return EntryFile
	case folder == "services" && path.Ext(base) == ".md":
		return ServiceFile
	case folder == "reports" && path.Ext(base) == ".md":
		return ReportFile
	case path.Ext(base) == ".csv":
		return TableFile
	}
	return ""
}

// said returns what a version says, and nil where it cannot be read.
func (v *Version) said(root *front.Node, id string, record recorder) *schema.Record {
	switch v.File {
	case ProviderFile:
		return record(root, "provider", provider.Infos())
	case ServiceFile:
		return record(root, "service", service.Infos())
	case ClientFile:
		return record(root, "client", client.Infos())
	case EngagementFile:
		said := record(root, "engagement", engagement.Infos())
		v.Proposed = said.Value("status") == string(Proposed)
		return said
	case EntryFile:
		return recordOfEntry(root, id, record)
	case ReportFile:
		infos := reportMap.Infos()
		said := record(root, "report", infos)
		if period, err := calendar.ParsePeriod(id); err == nil && said.Value("period") == "" {
			said.Values = append(said.Values, schema.Said{Info: infoOf(infos, "period"), Text: period.String(), Written: period.String(), Mark: root.Mark})
		}
		return said
	}
	return nil
}

// recordOfEntry reads an entry, which has its date from its name where it gives
// none. A change that was not accepted promises nothing.
func recordOfEntry(root *front.Node, id string, record recorder) *schema.Record {
	kind := root.Get("kind")
	if kind.IsBlank() {
		return nil
	}
	info := Kind(strings.TrimSpace(kind.Raw)).Info()
	if info == nil {
		return nil
	}
	common := entry.Infos()
	said := record(root, "entry", common)
	own := record(root, string(info.Kind), info.infos)
	if info.Kind == ChangeKind && own.Value("state") != AcceptedChange {
		said.Parts = nil
		said.Values = append(said.Values, slices.DeleteFunc(own.Values, func(v schema.Said) bool { return v.Info.Key != "state" })...)
	} else {
		said.Values, said.Parts = append(said.Values, own.Values...), append(said.Parts, own.Parts...)
		said.Day = max(said.Day, own.Day)
	}
	if date, _, err := dateOfName(id); err == nil && date != 0 && said.Value("date") == "" {
		said.Values = append(said.Values, schema.Said{Info: infoOf(common, "date"), Text: date.String(), Written: date.String(), Mark: root.Mark})
		said.Day = max(said.Day, date)
	}
	return said
}

func infoOf(infos []schema.Info, key string) *schema.Info {
	for i := range infos {
		if infos[i].Key == key {
			return &infos[i]
		}
	}
	return nil
}

// rowInfo is the key under which the rows of a table stand.
var rowInfo = &schema.Info{Key: "row", Role: schema.Recorded, Shape: schema.Shape{List: true}}

// readRows reads the rows of a table, and nil where it is none of ours.
func readRows(d *schema.Decoder, base string, data []byte) *schema.Record {
	form := &figureTables
	for _, f := range []*tableForm{&requestTable, &timeTable, &unitTable, &invoiceTable} {
		if f.file == base {
			form = f
		}
	}
	named := *form
	named.required = form.names[:1]
	sheet, _ := table.CSV("", data)
	t, _ := openTable(sheet, &named, table.Style{Zone: d.Zone}, d.Currency)
	if t == nil || t.Header == nil {
		return nil
	}
	said := &schema.Record{Mark: Mark{Line: 1, Col: 1}}
	for row := range t.rows() {
		if r := form.row(d, row); r != nil {
			said.Parts = append(said.Parts, r)
		}
	}
	return said
}

func (f *tableForm) row(d *schema.Decoder, n *front.Node) *schema.Record {
	row := d.Record(n, f.columns...)
	row.Key, row.Info = rowInfo.Key, rowInfo
	var names []string
	for _, column := range f.names {
		if v := row.Value(column); v != "" {
			names = append(names, v)
		}
	}
	row.ID = strings.Join(names, ", ")
	row.Name = row.ID
	if period, err := calendar.ParsePeriod(row.ID); f.file == "" && err == nil {
		row.ID, row.Day = period.String(), period.To
	}
	if row.ID == "" {
		return nil
	}
	return row
}
