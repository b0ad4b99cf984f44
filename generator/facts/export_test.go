package facts

import (
	"maps"
	"reflect"
	"slices"
)

// StatusKeys returns every key of `rapport status --json`, sorted.
func StatusKeys() []string {
	keys := map[string]bool{}
	var visit func(reflect.Type)
	visit = func(t reflect.Type) {
		switch t.Kind() {
		case reflect.Pointer, reflect.Slice:
			visit(t.Elem())
		case reflect.Struct:
			for field := range fields(t) {
				if key := field.Tag.Get("json"); key != "" {
					keys[key] = true
				}
				visit(field.Type)
			}
		}
	}
	visit(reflect.TypeFor[statusJSON]())
	return slices.Sorted(maps.Keys(keys))
}

func fields(t reflect.Type) func(yield func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range t.NumField() {
			if !yield(t.Field(i)) {
				return
			}
		}
	}
}
