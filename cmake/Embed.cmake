# SPDX-License-Identifier: Apache-2.0
# adm_embed(target file header function): a C source in the build tree that defines
# `struct adm_str function(void)` as the bytes of the file, declared in the header; made again when
# the file changes. Run with -P it is the script that writes that source.
if(CMAKE_SCRIPT_MODE_FILE)
    file(READ "${INPUT}" bytes HEX)
    string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
    # Sixteen bytes (of five characters) a line.
    string(REPEAT "....." 16 line)
    string(REGEX REPLACE "(${line})" "\\1\n    " bytes "${bytes}")
    file(WRITE "${OUTPUT}.new" "// Made from ${NAME}. Do not edit.
#include \"${HEADER}\"

static const unsigned char bytes[] = {
    ${bytes}0x00,
};

struct adm_str ${FUNCTION}(void) {
    return (struct adm_str){(const char *)bytes, sizeof bytes - 1};
}
")
    file(RENAME "${OUTPUT}.new" "${OUTPUT}")
    return()
endif()

set(ADM_EMBED_SCRIPT "${CMAKE_CURRENT_LIST_FILE}")

function(adm_embed target file header function)
    string(REGEX REPLACE "^adm_" "" stem ${function})
    set(output "${CMAKE_BINARY_DIR}/generated/${stem}.c")
    add_custom_command(OUTPUT ${output}
        COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/generated
        COMMAND ${CMAKE_COMMAND} -DINPUT=${CMAKE_SOURCE_DIR}/${file} -DOUTPUT=${output}
            -DNAME=${file} -DHEADER=${header} -DFUNCTION=${function} -P ${ADM_EMBED_SCRIPT}
        DEPENDS ${CMAKE_SOURCE_DIR}/${file} ${ADM_EMBED_SCRIPT}
        COMMENT "Embedding ${file}"
        VERBATIM)
    target_sources(${target} PRIVATE ${output})
endfunction()
