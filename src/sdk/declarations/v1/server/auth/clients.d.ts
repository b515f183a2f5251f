// biome-ignore-all lint: these files repeat what the packages declare
import { OAuthClientInformationFull } from '../../shared/auth.js';
export interface OAuthRegisteredClientsStore {
  getClient(
    clientId: string,
  ): OAuthClientInformationFull | undefined | Promise<OAuthClientInformationFull | undefined>;
  registerClient?(
    client: Omit<OAuthClientInformationFull, 'client_id' | 'client_id_issued_at'>,
  ): OAuthClientInformationFull | Promise<OAuthClientInformationFull>;
}
