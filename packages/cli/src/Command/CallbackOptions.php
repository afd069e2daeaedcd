<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use CotpCallbackVerifier;
use CotpCli\Account\CallbackSecrets;
use CotpCli\UserError;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;

/** The options with which commands find the secret that signs callbacks. */
final class CallbackOptions
{
    public const HELP = <<<'HELP'
        The secret is read from COTP_CALLBACK_SECRET, --secret-file or the profile. It is the same as that of your site, in the form
        ID:BASE64; older ones may follow after a space. If your site has a plain text, its form here is
        <info>echo "2026-11:$(printf %s "$SECRET" | base64 -w 0)"</info>.
        HELP;

    public static function addTo(Command $command): void
    {
        $command->addOption('secret-file', null, InputOption::VALUE_REQUIRED, 'A file with the callback secret that only its owner can read');
        $command->getDefinition()->hasOption('profile') || $command
            ->addOption('profile', null, InputOption::VALUE_REQUIRED, 'The name of a profile', null, Completion::profiles())
            ->addOption('wire', null, InputOption::VALUE_REQUIRED, 'The file cotp-wire.json of cotp probe');
    }

    /** @throws UserError when there is no valid secret */
    public static function verifier(InputInterface $input): CotpCallbackVerifier
    {
        $file = $input->getOption('secret-file');
        $account = new AccountOptions($input);
        return CallbackSecrets::verifier(is_string($file) ? $file : $account->profile?->callbackSecretFile, $account->wire());
    }

    /**
     * Returns the body of a callback, with the names that the service uses.
     * @return array<string, string>
     */
    public static function body(InputInterface $input, string $requestId, string $status, string $time): array
    {
        $wire = (new AccountOptions($input))->wire();
        return [
            $wire['callback.requestId'] ?? 'RequestID' => $requestId,
            $wire['callback.status'] ?? 'LastNotifiedStatus' => $status,
            $wire['callback.time'] ?? 'LastNotifiedTime' => $time,
        ];
    }
}
