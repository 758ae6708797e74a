# cmake -DINPUT=file -DOUTPUT=file.cpp -DHEADER=include -DNAMESPACE=a::b -DNAME=variable -P embed.cmake
#
# Writes a source file that holds a text file as a std::string_view.
file(READ ${INPUT} text)
file(WRITE ${OUTPUT} "#include \"${HEADER}\"

namespace ${NAMESPACE} {

constinit const std::string_view ${NAME} = R\"embedded(${text})embedded\";

}  // namespace ${NAMESPACE}
")
