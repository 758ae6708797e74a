// The commands of pmm-hubctl: each noun adds its verbs to the command line.
#pragma once

#include "hub/app/hubctl/session.hpp"

#include <CLI/CLI.hpp>

namespace hub::app::hubctl {

// Each registers one noun with its verbs. The options must outlive the parsing of the command line;
// a verb runs while it is parsed and ends with command_failed when it does not succeed.
void add_bericht(CLI::App& program, common_options& options);
void add_ontvangstbewijs(CLI::App& program, common_options& options);
void add_postvak(CLI::App& program, common_options& options);
void add_register(CLI::App& program, common_options& options);
void add_geparkeerd(CLI::App& program, common_options& options);
void add_inzage(CLI::App& program, common_options& options);
void add_casus(CLI::App& program, common_options& options);
void add_organisatie(CLI::App& program, common_options& options);
void add_verbinding(CLI::App& program, common_options& options);
void add_certificaat(CLI::App& program, common_options& options);
void add_config(CLI::App& program, common_options& options);
void add_audit(CLI::App& program, common_options& options);
void add_kafka(CLI::App& program, common_options& options);

}  // namespace hub::app::hubctl
