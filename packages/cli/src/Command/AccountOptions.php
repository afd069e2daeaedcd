<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use CotpCli\AbsolutePath;
use CotpCli\Account\KeySource;
use CotpCli\Account\Profile;
use CotpCli\Account\Profiles;
use CotpCli\Probe\Connection;
use CotpCli\Service\Target;
use CotpCli\UserError;
use CotpRequest;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;

/** The options that say which account a command uses. */
final readonly class AccountOptions
{
    public const BASE_URI_VARIABLE = 'PCIBOOKING_BASE_URI';
    public const HELP = <<<'HELP'
        The account is a profile (<info>cotp help profiles</info>), or that of the key in PCIBOOKING_API_KEY at --base-uri.
        HELP;

    public ?Profile $profile;

    /** @throws UserError when the profile does not exist, or its base URI is to be replaced */
    public function __construct(private InputInterface $input)
    {
        $this->profile = $this->findProfile();
    }

    public static function addTo(Command $command): void
    {
        $command
            ->addOption('profile', null, InputOption::VALUE_REQUIRED, 'The name of a profile (default: that in ' . Profiles::VARIABLE . ', or "' . Profiles::DEFAULT . '" if no base URI is given)', null, Completion::profiles())
            ->addOption('base-uri', null, InputOption::VALUE_REQUIRED, 'The base URI of the service, without a profile (default: that in ' . self::BASE_URI_VARIABLE . ', or ' . Target::example() . ')')
            ->addOption('key-file', null, InputOption::VALUE_REQUIRED, 'A file with the API key that only its owner can read')
            ->addOption('ca-file', null, InputOption::VALUE_REQUIRED, 'A PEM file with the CA certificates to trust')
            ->addOption('wire', null, InputOption::VALUE_REQUIRED, 'The file cotp-wire.json of cotp probe');
    }

    /** @throws UserError when a setting is invalid or the key is missing */
    public function client(): CotpRequest
    {
        return (new Connection($this->target(), $this->keySource()->key(), $this->caFile()))->client($this->wire());
    }

    /** @throws UserError when the base URI is invalid */
    public function target(): Target
    {
        return new Target($this->option('base-uri') ?? $this->profile->baseUri ?? ((string) getenv(self::BASE_URI_VARIABLE) ?: Target::example()));
    }

    /** @throws UserError when a setting is invalid */
    public function keySource(): KeySource
    {
        $file = $this->option('key-file');
        if ($file === '') {
            throw new UserError('--key-file must be the name of a file.');
        }
        return KeySource::of($this->profile, $file, $this->target()->baseUri);
    }

    public function caFile(): ?string
    {
        return $this->option('ca-file') ?? $this->profile?->caFile;
    }

    /** @return array<string, string> */
    public function wire(): array
    {
        return WireInput::read($this->option('wire') ?? $this->profile?->wire);
    }

    /** A key must not get to a service that is not its own: a base URI of its own excludes a profile. */
    private function findProfile(): ?Profile
    {
        $name = $this->option('profile') ?? ((string) getenv(Profiles::VARIABLE) ?: null);
        $hasBaseUri = $this->input->hasOption('base-uri') && $this->option('base-uri') !== null;
        if ($name !== null && $hasBaseUri) {
            throw new UserError('Give only one of --profile (or ' . Profiles::VARIABLE . ') and --base-uri: the key of a profile belongs to its own service.');
        }
        if ($name === null && ($hasBaseUri || (string) getenv(self::BASE_URI_VARIABLE) !== '')) {
            return null;
        }
        $profiles = Profiles::read();
        return $name !== null || $profiles->has(Profiles::DEFAULT) ? $profiles->get($name ?? Profiles::DEFAULT) : null;
    }

    /**
     * Returns the options that name this account, also where the environment says something else.
     * @return list<string>
     */
    public function words(): array
    {
        $words = [$this->profile !== null ? "--profile={$this->profile->name}" : "--base-uri={$this->target()->baseUri}"];
        foreach (['key-file', 'ca-file', 'wire'] as $name) {
            $file = (string) $this->option($name);
            $file === '' || $words[] = "--$name=" . AbsolutePath::of($file);
        }
        return $words;
    }

    private function option(string $name): ?string
    {
        $value = $this->input->getOption($name);
        return is_string($value) ? $value : null;
    }
}
