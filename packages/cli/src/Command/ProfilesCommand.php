<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use CotpCli\Account\KeySource;
use CotpCli\Account\Profile;
use CotpCli\Account\Profiles;
use CotpCli\Service\Target;
use CotpCli\UserError;
use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Input\InputInterface;

/** Lists the profiles, and whether their keys can be used. */
#[AsCommand('profiles', 'Lists the profiles, and whether their keys can be read')]
final class ProfilesCommand extends ServiceCommand
{
    protected function configure(): void
    {
        parent::configure();
        $this->setHelp(<<<'HELP'
            A profile names an account. Profiles are in <info>~/.config/cotp/profiles.json</info>, or in the file that COTP_PROFILES names:

              {
                "default": { "baseUri": "https://service-pilot.pcibooking.net/api", "keyFile": "staging.key" },
                "live": { "baseUri": "https://service.pcibooking.net/api", "keyVariable": "PCIBOOKING_LIVE_KEY",
                          "wire": "cotp-wire.json", "callbackSecretFile": "callbacks.secret", "caFile": "/etc/ssl/own.pem" }
              }

            Files are relative to that folder. Each profile has a ledger of its own for cotp send, unless "ledger" names another file.
            Files with a secret must be readable by their owner alone:

              <info>(umask 077; cat > ~/.config/cotp/staging.key)</info>
              <info>cotp show uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5 --profile live</info>
              <info>COTP_PROFILE=live cotp profiles</info>

            Without a profile, the key is read from PCIBOOKING_API_KEY. It is never an argument, because others can read the list of
            processes. Exit codes: 0 all can be used, 1 otherwise.
            HELP);
    }

    protected function act(InputInterface $input, Screen $screen): int
    {
        $profiles = Profiles::read();
        $rows = array_map(self::row(...), $profiles->all());
        $facts = [];
        foreach ($rows as $row) {
            $facts[$row['name']] = "{$row['baseUri']}, key: {$row['key']}" . ($row['problem'] === null ? '' : ". {$row['problem']}");
        }
        $screen->result(['file' => $profiles->file, 'profiles' => $rows], ['File' => $profiles->file . ($rows === [] ? ' has no profiles: cotp help profiles' : ''), ...$facts]);
        return array_filter(array_column($rows, 'problem')) === [] ? ExitCode::OK : ExitCode::ERROR;
    }

    /** @return array{name: string, baseUri: string, key: string, problem: string|null} */
    private static function row(Profile $profile): array
    {
        $source = KeySource::of($profile, null, $profile->baseUri);
        $problem = null;
        try {
            new Target($profile->baseUri);
            $source->key();
        } catch (UserError $error) {
            $problem = $error->getMessage();
        }
        return ['name' => $profile->name, 'baseUri' => $profile->baseUri, 'key' => $source->text(), 'problem' => $problem];
    }
}
