// SPDX-License-Identifier: Apache-2.0
// Everything that the reader refuses, in words: code, message, label and help of each refusal. None
// holds a value's text or an anchor's name: an unquoted password may begin with `&` or `*`.
#pragma once

enum adm_yaml_refusal {
    // The text:
    ADM_YAML_NOT_UTF8,
    ADM_YAML_CONTROL,
    ADM_YAML_DIRECTIVE,
    ADM_YAML_TAB,
    ADM_YAML_SEPARATOR,
    ADM_YAML_BYTES,
    // Constructs:
    ADM_YAML_TAG,
    ADM_YAML_TWICE,
    ADM_YAML_KEY_NULL,
    ADM_YAML_KEY_BOOL,
    ADM_YAML_KEY_NUMBER,
    ADM_YAML_KEY_TIMESTAMP,
    ADM_YAML_KEY_CONTAINER,
    ADM_YAML_MERGE,
    ADM_YAML_ANCHOR_TWICE,
    ADM_YAML_ANCHOR_UNKNOWN,
    ADM_YAML_ALIAS_RECURSIVE,
    ADM_YAML_ALIAS_ODD,
    ADM_YAML_SECOND_DOCUMENT,
    ADM_YAML_QUESTION_MARK,
    ADM_YAML_FLOW_COLON,
    ADM_YAML_BLOCK_HEADER,
    // Values:
    ADM_YAML_VALUE_EQUALS,
    ADM_YAML_VALUE_MERGE,
    ADM_YAML_VALUE_TIMESTAMP,
    ADM_YAML_VALUE_DIGITS,
    ADM_YAML_VALUE_SIZE,
    // Limits:
    ADM_YAML_ALIAS_BUDGET,
    ADM_YAML_ALIAS_DEPTH,
    ADM_YAML_DEPTH,
    ADM_YAML_SCALAR_BYTES,
    ADM_YAML_NODES,
    ADM_YAML_KEYS,
    ADM_YAML_KEYS_MERGED,
    ADM_YAML_ANCHORS,
    // Syntax:
    ADM_YAML_SYNTAX,
    ADM_YAML_QUOTE_OPEN,
    ADM_YAML_QUOTE_LATE,
    ADM_YAML_QUOTE_FOLLOWED,
    ADM_YAML_ALIAS_FOLLOWED,
    ADM_YAML_VALUE_FOLLOWED,
    ADM_YAML_BRACKET_OPEN,
    ADM_YAML_BRACKET_CLOSED,
    ADM_YAML_VALUE_MISSING,
    ADM_YAML_BRACKET_OTHER,
    ADM_YAML_COMMA_MISSING,
    ADM_YAML_INDENT_MAP,
    ADM_YAML_INDENT_LIST,
    ADM_YAML_INDENT_DEEPER,
    ADM_YAML_ITEM_IN_MAP,
    ADM_YAML_ITEM_ON_LINE,
    ADM_YAML_COLON_MISSING,
    ADM_YAML_COLON_SPACE,
    ADM_YAML_COLON_IN_VALUE,
    ADM_YAML_COLON_ALONE,
    ADM_YAML_COLON_AFTER_DASHES,
    ADM_YAML_KEY_LENGTH,
    ADM_YAML_TEXT_START,
    ADM_YAML_NAME_START,
    ADM_YAML_ESCAPE,
    ADM_YAML_ESCAPE_DIGITS,
    ADM_YAML_ESCAPE_HALF,
    ADM_YAML_BLOCK_INDENT,
    ADM_YAML_DOCUMENT_OVER,
};

struct adm_yaml_words {
    const char *code, *message, *label, *help; // the last two may be empty
};

// Static storage.
const struct adm_yaml_words *adm_yaml_words_of(enum adm_yaml_refusal refusal);
