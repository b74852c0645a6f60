// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_ecma_property.h"

// General categories by their long names (ECMA-262, table 70): PCRE2 has only the short ones.
static const struct {
    const char *name, *category;
} categories[] = {
    {"Cased_Letter", "L&"},
    {"Close_Punctuation", "Pe"},
    {"Connector_Punctuation", "Pc"},
    {"Control", "Cc"},
    {"cntrl", "Cc"},
    {"Currency_Symbol", "Sc"},
    {"Dash_Punctuation", "Pd"},
    {"Decimal_Number", "Nd"},
    {"digit", "Nd"},
    {"Enclosing_Mark", "Me"},
    {"Final_Punctuation", "Pf"},
    {"Format", "Cf"},
    {"Initial_Punctuation", "Pi"},
    {"Letter", "L"},
    {"Letter_Number", "Nl"},
    {"Line_Separator", "Zl"},
    {"Lowercase_Letter", "Ll"},
    {"Mark", "M"},
    {"Combining_Mark", "M"},
    {"Math_Symbol", "Sm"},
    {"Modifier_Letter", "Lm"},
    {"Modifier_Symbol", "Sk"},
    {"Nonspacing_Mark", "Mn"},
    {"Number", "N"},
    {"Open_Punctuation", "Ps"},
    {"Other", "C"},
    {"Other_Letter", "Lo"},
    {"Other_Number", "No"},
    {"Other_Punctuation", "Po"},
    {"Other_Symbol", "So"},
    {"Paragraph_Separator", "Zp"},
    {"Private_Use", "Co"},
    {"Punctuation", "P"},
    {"punct", "P"},
    {"Separator", "Z"},
    {"Space_Separator", "Zs"},
    {"Spacing_Mark", "Mc"},
    {"Surrogate", "Cs"},
    {"Symbol", "S"},
    {"Titlecase_Letter", "Lt"},
    {"Unassigned", "Cn"},
    {"Uppercase_Letter", "Lu"},
    {"LC", "L&"},
};

// Words of PCRE2 that would change the meaning, and ECMA does not have.
static const char *const foreign[] = {"Xan", "Xps", "Xsp", "Xuc", "Xwd"};

static bool is_word(struct adm_str name) {
    for (size_t i = 0; i < name.len; i++) {
        char c = name.data[i];
        char lower = (char)(c | 0x20);
        if (c != '_' && (c < '0' || c > '9') && (lower < 'a' || lower > 'z'))
            return false;
    }
    return name.len > 0 && name.len <= 64;
}

static bool is_foreign(struct adm_str name) {
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        if (adm_str_is(name, foreign[i]))
            return true;
    }
    return false;
}

static bool append(struct adm_text *out, bool negated, const char *prefix, struct adm_str name) {
    adm_text_append_c(out, negated ? "\\P{" : "\\p{");
    adm_text_append_c(out, prefix);
    adm_text_append(out, name);
    adm_text_append_char(out, '}');
    return true;
}

static struct adm_str category_of(struct adm_str name) {
    for (size_t i = 0; i < sizeof categories / sizeof *categories; i++) {
        if (adm_str_is(name, categories[i].name))
            return adm_str_from(categories[i].category);
    }
    return name;
}

bool adm_jsonschema_ecma_property_append(struct adm_str name, bool negated, struct adm_text *out) {
    struct adm_str key = adm_str_slice(name, 0, adm_str_index(name, '='));
    struct adm_str value = adm_str_slice(name, key.len + 1, name.len);
    if (!is_word(key) || is_foreign(key) || (key.len < name.len && !is_word(value)))
        return false;
    if (key.len == name.len && adm_str_is(name, "Assigned"))
        return append(out, !negated, "", ADM_STR("Cn"));
    if (key.len == name.len)
        return append(out, negated, "", category_of(name));
    if (adm_str_is(key, "General_Category") || adm_str_is(key, "gc"))
        return append(out, negated, "", category_of(value));
    if (adm_str_is(key, "Script") || adm_str_is(key, "sc"))
        return append(out, negated, "sc:", value);
    return (adm_str_is(key, "Script_Extensions") || adm_str_is(key, "scx")) &&
           append(out, negated, "scx:", value);
}
