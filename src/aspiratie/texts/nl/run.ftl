# Vaste teksten rond de pagina's die een eigen notebook per school of groep maakt.
personal-title = { $name } · bevat persoonsgegevens
personal-mark = Bevat persoonsgegevens
personal-mark-text = Deze pagina is gemaakt van antwoorden van leerlingen of volwassenen. Verstuur haar niet en zet haar nergens neer waar anderen erbij kunnen. Voor een school is er het rapport.
personal-folder = Bevat persoonsgegevens. De bestanden in deze map zijn gemaakt van antwoorden van leerlingen of volwassenen. Verstuur ze niet. Bewaar de map waar alleen u erbij kunt, en gooi haar weg als u klaar bent.
