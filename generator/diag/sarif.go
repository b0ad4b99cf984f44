package diag

import (
	"encoding/json"
	"io"
	"net/url"
	"strings"
)

// PrintSARIF writes problems in the Static Analysis Results Interchange Format
// (SARIF, OASIS, version 2.1.0), as code scanners exchange them. Rules describes
// all that the program knows; a problem's that is not among them is listed by
// its name. Version is the program's.
func PrintSARIF(w io.Writer, problems []Problem, rules []Rule, version string) error {
	driver := sarifDriver{Name: "rapport", Version: version, Rules: []sarifRule{}}
	places := map[string]int{}
	describe := func(r Rule) {
		if _, ok := places[r.Name]; ok {
			return
		}
		places[r.Name] = len(driver.Rules)
		rule := sarifRule{ID: r.Name, DefaultConfiguration: sarifConfiguration{r.Severity.String()}}
		if r.Summary != "" {
			rule.ShortDescription = &sarifText{r.Summary}
		}
		if help := strings.TrimSpace(r.Why + " " + r.Mend); help != "" {
			rule.Help = &sarifText{help}
		}
		driver.Rules = append(driver.Rules, rule)
	}
	for _, r := range rules {
		describe(r)
	}
	results := []sarifResult{}
	for _, p := range problems {
		describe(Rule{Name: p.Rule, Severity: p.Severity})
		place := sarifPlace{Artifact: sarifArtifact{URI: relativeURI(p.File), Base: "%SRCROOT%"}}
		if p.Line > 0 {
			place.Region = &sarifRegion{Line: p.Line, Col: p.Col}
		}
		results = append(results, sarifResult{
			Rule: p.Rule, Index: places[p.Rule], Level: p.Severity.String(), Message: sarifText{Visible(p.Message)},
			Locations: []sarifLocation{{place}},
		})
	}
	log := sarifLog{
		Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0",
		Runs: []sarifRun{{Tool: sarifTool{driver}, Columns: "unicodeCodePoints", Results: results}},
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	return encoder.Encode(log)
}

// relativeURI writes a path as a relative reference of RFC 3986.
func relativeURI(file string) string {
	parts := strings.Split(file, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	uri := strings.Join(parts, "/")
	if strings.Contains(parts[0], ":") {
		uri = "./" + uri // or what stands before the colon would be a scheme
	}
	return uri
}

// The parts of a log, as SARIF 2.1.0 names them in chapter 3.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool    sarifTool     `json:"tool"`
		Columns string        `json:"columnKind"`
		Results []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID                   string             `json:"id"`
		ShortDescription     *sarifText         `json:"shortDescription,omitempty"`
		Help                 *sarifText         `json:"help,omitempty"`
		DefaultConfiguration sarifConfiguration `json:"defaultConfiguration"`
	}
	sarifConfiguration struct {
		Level string `json:"level"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		Rule      string          `json:"ruleId"`
		Index     int             `json:"ruleIndex"`
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations"`
	}
	sarifLocation struct {
		Place sarifPlace `json:"physicalLocation"`
	}
	sarifPlace struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI  string `json:"uri"`
		Base string `json:"uriBaseId"`
	}
	sarifRegion struct {
		Line int `json:"startLine"`
		Col  int `json:"startColumn,omitempty"`
	}
)
